using ContactRelay.Storage;

namespace ContactRelay.Mailboxes;

/// <summary>
/// Looks at many mailboxes. Where the storage cannot be reached or fails, its members throw
/// <see cref="StorageUnavailableException"/>.
/// </summary>
public interface IMailboxIndex
{
    /// <summary>The mailboxes of a tenant in the order of their keys, after this contact's.</summary>
    /// <param name="tenant">The tenant's scope.</param>
    /// <param name="after">The contact's id; null for the first.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    IAsyncEnumerable<MailboxSummary> ListAsync(string tenant, string? after, CancellationToken cancellationToken);

    /// <summary>
    /// The contacts of a tenant of whom something is pending: how much, and when the next of it is due. Of very many
    /// mailboxes only the first are looked at, and the answer says so.
    /// </summary>
    ValueTask<PendingContacts> ListPendingAsync(string tenant, CancellationToken cancellationToken);

    /// <summary>The mailboxes of any tenant in which something is pending that was due before this time.</summary>
    IAsyncEnumerable<OverdueMailbox> ListOverdueAsync(DateTimeOffset before, CancellationToken cancellationToken);

    /// <summary>The mailboxes of any tenant that hold something that is kept for a time, and were last saved before this time.</summary>
    IAsyncEnumerable<MailboxKey> ListIdleAsync(DateTimeOffset before, CancellationToken cancellationToken);
}
