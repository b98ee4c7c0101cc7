using ContactRelay.Contacts;
using ContactRelay.Mailboxes;
using ContactRelay.Storage;
using Xunit;

namespace ContactRelay.Tests.Storage;

public sealed class RecentMailboxesTests
{
    private static readonly MailboxKey Key = new("acme", "1");
    private readonly ManualTime _time = new();
    private readonly RecentMailboxes _recent;

    public RecentMailboxesTests() => _recent = new(_time);

    private Mailbox Due => Mailbox.Empty with { Sequence = 1, Pending = [Update("u1", _time.GetUtcNow())] };

    [Fact]
    public void TryTake_gives_what_was_saved_once()
    {
        Save(Due);

        Assert.True(_recent.TryTake(Key, out var taken));
        Assert.Equal("etag", taken.ETag);
        Assert.Equal("u1", taken.Mailbox.Pending[0].Id);
        Assert.True(taken.Mailbox.StoredBytes > 0);
        Assert.False(_recent.TryTake(Key, out _));
    }

    [Fact]
    public void TryTake_of_what_was_saved_too_long_ago_gives_nothing()
    {
        Save(Due);
        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.False(_recent.TryTake(Key, out _));
    }

    [Fact]
    public void Saved_of_what_no_delivery_can_begin_with_forgets_what_was_known()
    {
        var now = _time.GetUtcNow();
        Mailbox[] others =
        [
            Mailbox.Empty,
            Due with { Lease = new("token", now, now, ["u1"]) },
            Due with { NextAttemptAt = now.AddSeconds(1) },
            Due with { Pending = [Update("u1", now) with { DeliverAt = now.AddSeconds(1) }] },
            Due with { Pending = [Update("u1", now) with { Changes = new([new("note", FieldValue.Text(new string('x', 20_000)))]) }] },
        ];
        foreach (var mailbox in others)
        {
            Save(Due);
            Save(mailbox);

            Assert.False(_recent.TryTake(Key, out _));
        }
    }

    [Fact]
    public void Saved_keeps_no_more_than_a_thousand()
    {
        for (var i = 0; i < 1_500; i++)
        {
            Save(Due, Key with { ContactId = $"{i}" });
        }

        Assert.Equal(1_000, Enumerable.Range(0, 1_500).Count(i => _recent.TryTake(Key with { ContactId = $"{i}" }, out _)));
    }

    [Fact]
    public void Saved_again_is_the_later_one()
    {
        Save(Due);
        Save(Due with { Sequence = 2 });

        Assert.True(_recent.TryTake(Key, out var taken));
        Assert.Equal(2, taken.Mailbox.Sequence);
    }

    private static PendingUpdate Update(string id, DateTimeOffset at) => new()
    {
        Id = id,
        Version = new(1, 1),
        Changes = new([]),
        AcceptedAt = at,
        BodyHash = "hash",
    };

    private void Save(Mailbox mailbox, MailboxKey? key = null) =>
        _recent.Saved(key ?? Key, mailbox, MailboxDocument.Write(mailbox), "etag");
}
