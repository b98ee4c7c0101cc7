namespace ContactRelay.Mailboxes;

/// <summary>Which mailbox: there is one for each contact of a tenant.</summary>
/// <param name="Tenant">
/// The tenant's scope, see <see cref="TenantScope"/>. Only of what a message names it is the tenant's id alone.
/// </param>
/// <param name="ContactId">The contact's id at the tenant's provider.</param>
public sealed record MailboxKey(string Tenant, string ContactId)
{
    /// <summary>The tenant's id, as messages, logs and answers name it.</summary>
    public string TenantId => TenantScope.IdOf(Tenant);

    /// <summary>The tenant alone: a contact's id is that contact's data, and this text may reach a log.</summary>
    public override string ToString() => TenantId;
}
