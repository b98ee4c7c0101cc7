namespace ContactRelay.Tenants;

/// <summary>Where tenants are found.</summary>
public interface ITenantDirectory
{
    /// <summary>The tenant with this id, or null.</summary>
    ValueTask<Tenant?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>
    /// Whether no tenant has this id by what is stored at this moment; false for one whose document is not valid any more.
    /// For whoever is about to drop something for good: another instance may have stored the tenant just now.
    /// </summary>
    ValueTask<bool> IsGoneAsync(string id, CancellationToken cancellationToken);
}
