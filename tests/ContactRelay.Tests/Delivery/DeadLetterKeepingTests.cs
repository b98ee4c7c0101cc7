using System.Text;
using System.Text.Json;
using ContactRelay.Delivery;
using ContactRelay.Mailboxes;
using ContactRelay.Tests.Storage;
using Xunit;
using static ContactRelay.Tests.Mailboxes.Given;

namespace ContactRelay.Tests.Delivery;

/// <summary>What is kept of an update that is settled without having been delivered.</summary>
public sealed class DeadLetterKeepingTests : IAsyncDisposable
{
    private static readonly MailboxKey Key = new("acme", "1");
    private readonly EmbeddedStorageUnderTest _storage = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _storage.DisposeAsync();

    [Fact]
    public void Letter_has_the_time_the_kind_and_the_reason_of_its_update()
    {
        var letter = DeadLetter.Of(Key, Dead("a", UpdateStatus.Rejected, "No such field"));

        Assert.Equal(
            ("acme", "a", "1", Noon, "rejected", "No such field", UpdateStatus.Rejected),
            (letter.Tenant, letter.Id, letter.ContactId, letter.At, letter.Kind, letter.Reason, letter.Died));
        Assert.Equal("a", letter.Update?.Id);
    }

    [Fact]
    public void Letter_of_an_expired_update_without_its_detail_has_no_reason()
    {
        var dead = Dead("a", UpdateStatus.Expired, "Too old");

        var letter = DeadLetter.Of(Key, dead with { Settled = dead.Settled with { Detail = null } });

        Assert.Equal(("expired", "", UpdateStatus.Expired), (letter.Kind, letter.Reason, letter.Died));
        Assert.Equal("", DeadLetter.Of(Key, Dead("a", UpdateStatus.Expired, reason: null)).Reason);
    }

    [Fact]
    public void Letter_that_is_null_is_none()
    {
        var thrown = Assert.Throws<JsonException>(() => DeadLetter.Read(Encoding.UTF8.GetBytes("null")));

        Assert.Equal("A dead letter is null.", thrown.Message);
    }

    [Fact]
    public async Task Keep_stores_each_of_them_and_nothing_where_there_are_none()
    {
        await _storage.DeadLetters.KeepAsync(Key, default, Token);
        Assert.Empty(await IdsAsync());

        await _storage.DeadLetters.KeepAsync(Key, [Dead("a", UpdateStatus.Rejected), Dead("b", UpdateStatus.Expired)], Token);

        Assert.Equal(["a", "b"], await IdsAsync());
    }

    [Fact]
    public async Task Forget_takes_back_those_alone_that_the_mailbox_has_not_settled_so()
    {
        var (rejected, delivered, unknown) = (Dead("a", UpdateStatus.Rejected), Dead("b", UpdateStatus.Rejected), Dead("c", UpdateStatus.Rejected));
        var neverKept = Dead("d", UpdateStatus.Rejected);
        await _storage.DeadLetters.KeepAsync(Key, [rejected, delivered, unknown], Token);
        var mailbox = Mailbox.Empty with { Settled = [rejected.Settled, delivered.Settled with { Status = UpdateStatus.Delivered }] };

        await _storage.DeadLetters.ForgetAsync(Key, [rejected, delivered, unknown, neverKept], mailbox, Token);

        Assert.Equal(["a"], await IdsAsync());
    }

    private static DeadUpdate Dead(string id, UpdateStatus status, string? reason = "Refused")
    {
        var update = Assert.Single(Mailbox.Empty.With(Update(id)).Pending);
        return new(update, Settling.AsSettled(Mailbox.Empty, update, status, Noon, reason));
    }

    private async Task<string[]> IdsAsync() =>
        await _storage.DeadLetters.ListAsync(new("acme"), Token).Select(stored => stored.Letter.Id).ToArrayAsync(Token);
}
