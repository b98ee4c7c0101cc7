using ContactRelay.Mailboxes;

namespace ContactRelay.LocalHost.Storage;

/// <summary>Looks at many mailboxes in the embedded database, a page at a time.</summary>
internal sealed class EmbeddedMailboxIndex(EmbeddedDatabase database) : IMailboxIndex
{
    private const int PageSize = 500;
    private const int MaxPending = 5000;

    /// <inheritdoc/>
    public IAsyncEnumerable<MailboxSummary> ListAsync(string tenant, string? after, CancellationToken cancellationToken) =>
        List(tenant, after ?? "").ToAsyncEnumerable();

    /// <inheritdoc/>
    public IAsyncEnumerable<MailboxKey> ListIdleAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        ListIdle(before.ToUnixTimeMilliseconds()).ToAsyncEnumerable();

    /// <inheritdoc/>
    public ValueTask<PendingContacts> ListPendingAsync(string tenant, CancellationToken cancellationToken)
    {
        // One more than is told shows whether there are more.
        var found = database.Read(session => session.Query(
            "SELECT contact, pending, due FROM mailboxes WHERE tenant = ?1 AND pending > 0 LIMIT ?2",
            row => new PendingContact(row.GetString(0), row.GetInt32(1), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2))),
            tenant,
            MaxPending + 1));
        return ValueTask.FromResult(new PendingContacts([.. found.Take(MaxPending)], found.Count > MaxPending));
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<OverdueMailbox> ListOverdueAsync(DateTimeOffset before, CancellationToken cancellationToken) => database.Read(session => session.Query(
        "SELECT tenant, contact, due FROM mailboxes WHERE pending > 0 AND due < ?1",
        row => new OverdueMailbox(new(row.GetString(0), row.GetString(1)), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2))),
        before.ToUnixTimeMilliseconds())).ToAsyncEnumerable();

    private IEnumerable<MailboxSummary> List(string tenant, string after)
    {
        List<MailboxSummary> page;
        do
        {
            page = database.Read(session => session.Query(
                "SELECT contact, document, pending, due FROM mailboxes WHERE tenant = ?1 AND contact > ?2 ORDER BY contact LIMIT ?3",
                row => Read(tenant, row),
                tenant,
                after,
                PageSize));
            foreach (var mailbox in page)
            {
                yield return mailbox;
                after = mailbox.Key.ContactId;
            }
        }
        while (page.Count == PageSize);
    }

    private static MailboxSummary Read(string tenant, SqlRow row)
    {
        var key = new MailboxKey(tenant, row.GetString(0));
        return SqlDocument.TryRead(row, 1, MailboxDocument.Read, out var mailbox, out _)
            ? MailboxSummary.Of(key, mailbox)
            : MailboxSummary.Unreadable(key, row.GetInt32(2), row.IsNull(3) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(3)));
    }

    private IEnumerable<MailboxKey> ListIdle(long before)
    {
        var after = new MailboxKey("", "");
        List<MailboxKey> page;
        do
        {
            page = database.Read(session => session.Query(
                "SELECT tenant, contact FROM mailboxes WHERE (tenant, contact) > (?1, ?2) AND kept = 1 AND saved_at < ?3 ORDER BY tenant, contact LIMIT ?4",
                row => new MailboxKey(row.GetString(0), row.GetString(1)),
                after.Tenant,
                after.ContactId,
                before,
                PageSize));
            foreach (var key in page)
            {
                yield return key;
                after = key;
            }
        }
        while (page.Count == PageSize);
    }
}
