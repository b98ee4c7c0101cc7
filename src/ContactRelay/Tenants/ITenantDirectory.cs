namespace ContactRelay.Tenants;

/// <summary>Where tenants are found.</summary>
public interface ITenantDirectory
{
    /// <summary>The tenant with this id, or null.</summary>
    ValueTask<Tenant?> FindAsync(string id, CancellationToken cancellationToken);
}
