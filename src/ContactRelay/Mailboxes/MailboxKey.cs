namespace ContactRelay.Mailboxes;

/// <summary>Which mailbox: there is one for each contact of a tenant.</summary>
/// <param name="Tenant">The tenant's id.</param>
/// <param name="ContactId">The contact's id at the tenant's provider.</param>
public sealed record MailboxKey(string Tenant, string ContactId)
{
    /// <summary>The tenant alone: a contact's id is that contact's data, and this text may reach a log.</summary>
    public override string ToString() => Tenant;
}
