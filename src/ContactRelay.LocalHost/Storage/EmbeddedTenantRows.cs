using ContactRelay.Tenants;

namespace ContactRelay.LocalHost.Storage;

/// <summary>The rows of a tenant in all tables but its document.</summary>
internal sealed class EmbeddedTenantRows(EmbeddedDatabase database, EmbeddedMailboxStore mailboxes) : ITenantRows
{
    private static readonly string[] Statements =
    [
        "DELETE FROM settled_parts WHERE tenant = ?1 AND contact IN (SELECT contact FROM mailboxes WHERE tenant = ?1 ORDER BY contact LIMIT ?2)",
        "DELETE FROM mailboxes WHERE tenant = ?1 AND contact IN (SELECT contact FROM mailboxes WHERE tenant = ?1 ORDER BY contact LIMIT ?2)",
        "DELETE FROM deadletters WHERE tenant = ?1 AND id IN (SELECT id FROM deadletters WHERE tenant = ?1 ORDER BY id LIMIT ?2)",
        "DELETE FROM activity WHERE (tenant, at, id) IN (SELECT tenant, at, id FROM activity WHERE tenant = ?1 ORDER BY at, id LIMIT ?2)",
        "DELETE FROM gates WHERE tenant = ?1 AND ?2 > 0",
    ];

    /// <inheritdoc/>
    public async ValueTask<int> EraseSomeAsync(string scope, int max, CancellationToken cancellationToken)
    {
        var erased = await database.WriteAsync(session => Statements.Sum(statement => session.Execute(statement, scope, max)));
        mailboxes.Forget(scope);
        return erased;
    }
}
