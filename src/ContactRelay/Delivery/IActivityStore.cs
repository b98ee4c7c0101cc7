using ContactRelay.Mailboxes;
using ContactRelay.Storage;

namespace ContactRelay.Delivery;

/// <summary>
/// The index of recent activity: what was settled, newest first. The storage of mailboxes writes it with each save that
/// settles something, unless <see cref="ActivitySetting"/> says no, and a write that fails fails nothing else. Its members
/// throw <see cref="StorageUnavailableException"/> where the storage cannot be reached or fails.
/// </summary>
public interface IActivityStore
{
    /// <summary>How long a row is kept.</summary>
    static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    /// <summary>The rows that are wanted, newest first.</summary>
    IAsyncEnumerable<Settlement> ListAsync(ActivityQuery query, CancellationToken cancellationToken);

    /// <summary>Deletes the contact's rows. False where there are none.</summary>
    ValueTask<bool> EraseAsync(MailboxKey key, CancellationToken cancellationToken);

    /// <summary>Deletes all rows of days that ended before this time, of any tenant.</summary>
    ValueTask DropAsync(DateTimeOffset before, CancellationToken cancellationToken);
}
