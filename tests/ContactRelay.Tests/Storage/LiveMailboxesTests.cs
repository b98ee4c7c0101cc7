using System.Globalization;
using ContactRelay.LocalHost.Storage;
using ContactRelay.Mailboxes;
using ContactRelay.Tests.Mailboxes;
using Xunit;

namespace ContactRelay.Tests.Storage;

/// <summary>Which mailboxes the embedded storage has at hand without reading them.</summary>
public sealed class LiveMailboxesTests : IDisposable
{
    // More than are kept of any kind.
    private const int Many = 2000;
    private readonly TestFolder _path = new();
    private readonly DataFolder _folder;
    private readonly LeaseFile _leases;
    private readonly LiveMailboxes _live;

    public LiveMailboxesTests()
    {
        _folder = DataFolder.Open(_path.Path);
        _leases = new(_folder);
        _live = new(_leases);
    }

    public void Dispose()
    {
        _leases.Dispose();
        _folder.Dispose();
        _path.Dispose();
    }

    [Theory]
    [InlineData(16, 1, false)]
    [InlineData(128, 2, false)]
    [InlineData(1024, 1, true)]
    public void As_many_are_kept_as_may_be_the_latest_of_them(int kept, int sequence, bool isPending)
    {
        SaveMany(sequence, isPending);

        Assert.Equal(Enumerable.Range(Many - kept, kept), Enumerable.Range(0, Many).Where(contact => _live.TryFind(Key(contact), out _)));
    }

    [Fact]
    public void Contacts_that_come_once_take_no_room_from_those_that_come_again()
    {
        _live.Saved(Key(Many), Of(sequence: 2, isPending: false), 1, []);
        _live.Saved(Key(Many + 1), Of(sequence: 1, isPending: true), 1, []);

        SaveMany(sequence: 1, isPending: false);

        Assert.True(_live.TryFind(Key(Many), out _));
        Assert.True(_live.TryFind(Key(Many + 1), out _));
    }

    [Fact]
    public void Lease_that_is_stored_nowhere_else_keeps_its_mailbox_until_that_is_saved()
    {
        var leased = Lease();
        SaveMany(sequence: 1, isPending: true);
        Assert.True(_live.TryFind(Key(Many), out var found));
        Assert.Equal("mine", found.Mailbox.Lease?.Token);

        _live.BeginSave(Key(Many), leased);
        _live.Saved(Key(Many), Of(sequence: 1, isPending: true), leased + 1, []);
        SaveMany(sequence: 1, isPending: true);

        Assert.False(_live.TryFind(Key(Many), out _));
    }

    [Fact]
    public void One_that_is_being_saved_stays_and_can_go_once_that_has_come_to_nothing()
    {
        _live.Saved(Key(Many), Of(sequence: 1, isPending: true), 1, []);
        _live.BeginSave(Key(Many), 1);
        SaveMany(sequence: 1, isPending: true);
        Assert.True(_live.TryFind(Key(Many), out _));

        _live.EndSave(Key(Many), isStored: true);
        SaveMany(sequence: 1, isPending: true);

        Assert.False(_live.TryFind(Key(Many), out _));
    }

    [Fact]
    public void One_that_is_not_what_is_stored_goes_at_once()
    {
        _live.Saved(Key(0), Of(sequence: 1, isPending: true), 1, []);
        _live.BeginSave(Key(0), 1);

        _live.EndSave(Key(0), isStored: false);

        Assert.False(_live.TryFind(Key(0), out _));
    }

    [Fact]
    public void Large_ones_go_before_there_are_many()
    {
        const int mebibyte = 1024 * 1024;
        for (var contact = 0; contact < 20; contact++)
        {
            _live.Saved(Key(contact), Of(sequence: 1, isPending: true) with { StoredBytes = mebibyte }, 1, []);
        }

        Assert.Equal(Enumerable.Range(12, 8), Enumerable.Range(0, 20).Where(contact => _live.TryFind(Key(contact), out _)));
    }

    private static MailboxKey Key(int contact) => new("acme", contact.ToString(CultureInfo.InvariantCulture));

    private static Mailbox Of(int sequence, bool isPending) =>
        (isPending ? Mailbox.Empty.With(Given.Update("u1")) : Mailbox.Empty) with { Sequence = sequence };

    private void SaveMany(int sequence, bool isPending)
    {
        for (var contact = 0; contact < Many; contact++)
        {
            _live.Saved(Key(contact), Of(sequence, isPending), 1, []);
        }
    }

    /// <summary>Takes a lease that the mailbox's stored document does not hold; gives the mailbox's version after it.</summary>
    private long Lease()
    {
        var mailbox = Of(sequence: 1, isPending: true);
        _live.Saved(Key(Many), mailbox, 1, []);
        var lease = new Lease("mine", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, ["u1"]);
        return long.Parse(_live.TryLease(Key(Many), mailbox with { Lease = lease }, "1")!, CultureInfo.InvariantCulture);
    }
}
