using ContactRelay.Delivery;
using ContactRelay.Mailboxes;
using ContactRelay.Storage.Tables;

namespace ContactRelay.Storage;

/// <summary>
/// Mailboxes in the table <c>mailboxes</c>: a partition for each, so that load spreads; the document, and beside it
/// <c>pending</c> (how many) and <c>due</c> (when), for those who look at many.
/// </summary>
internal sealed class AzureMailboxStore(AzureClients clients, AzureActivityStore activity, WakeUpSender wakeUps, TimeProvider time) : IMailboxStore
{
    /// <summary>The table's name.</summary>
    public const string TableName = "mailboxes";

    /// <summary>How many updates are pending.</summary>
    public const string Pending = "pending";

    /// <summary>When the mailbox is next due; absent where nothing is pending.</summary>
    public const string Due = "due";

    /// <summary>The contact's id.</summary>
    public const string Contact = "contact";

    /// <summary>The tenant's id.</summary>
    public const string Tenant = "tenant";

    /// <summary>How many updates were ever accepted, and how many reached each final status: see <see cref="LedgerText"/>.</summary>
    public const string Counted = "counted";

    /// <summary>1 where it holds something that is kept for a time only, and absent else.</summary>
    public const string Kept = "kept";

    private const string RowKey = "mailbox";

    private readonly Table _table = clients.Table(TableName);
    private readonly RecentMailboxes _recent = new(time);

    /// <inheritdoc/>
    public async ValueTask<LoadedMailbox> LoadAsync(MailboxKey key, CancellationToken cancellationToken) =>
        await _table.GetAsync(KeyOf(key), cancellationToken) is { } row
            ? new(UnreadableRowException.Read(TableName, row.ETag, () => Read(row)), row.ETag)
            : new(Mailbox.Empty, null);

    /// <inheritdoc/>
    public LoadedMailbox? Recall(MailboxKey key) => _recent.TryTake(key, out var mailbox) ? mailbox : null;

    /// <inheritdoc/>
    public async ValueTask<string?> SaveAsync(
        MailboxKey key, Mailbox mailbox, string? etag, WakeUp? wakeUp, CancellationToken cancellationToken)
    {
        var document = MailboxDocument.Write(mailbox);
        var row = new NewRow(KeyOf(key));
        StoredDocument.Write(row, document);
        row.Add(Pending, mailbox.Pending.Length);
        if (mailbox.DueAt() is { } due)
        {
            row.Add(Due, due);
        }

        row.Add(Tenant, key.Tenant);
        row.Add(Contact, key.ContactId);
        row.Add(Counted, LedgerText.Write(mailbox));
        if (mailbox.HoldsForATime)
        {
            row.Add(Kept, 1);
        }

        var saved = etag is null
            ? await _table.InsertAsync(row, cancellationToken)
            : await _table.ReplaceAsync(row, etag, cancellationToken);
        if (saved is null)
        {
            return null;
        }

        _recent.Saved(key, mailbox, document, saved);
        if (wakeUp is not null)
        {
            await wakeUps.SendAsync(wakeUp, CancellationToken.None);
        }

        await activity.WriteAsync(key, mailbox);
        return saved;
    }

    /// <summary>The partition of a mailbox; that of a tenant's first one comes after that of the empty id.</summary>
    public static string PartitionOf(string tenant, string contactId) => $"{KeyText.Escape(tenant)}|{KeyText.Escape(contactId)}";

    /// <summary>A document that is another one's, or of another version, tells other numbers than stand beside it.</summary>
    private static Mailbox Read(StoredRow row) =>
        MailboxDocument.Read(StoredDocument.Read(row)) is var mailbox && mailbox.Pending.Length == row.Number(Pending)
            ? mailbox
            : throw new InvalidDataException("The document does not hold what its row says.");

    private static TableKey KeyOf(MailboxKey key) => new(PartitionOf(key.Tenant, key.ContactId), RowKey);
}
