using ContactRelay.Contacts;
using ContactRelay.Secrets;

namespace ContactRelay.Tenants;

/// <summary>
/// Which secrets a tenant's document may name. The place where they are kept holds the system's own too, and a document must not
/// have one of those, or another customer's, sent to its provider.
/// </summary>
internal static class SecretNames
{
    // demo- is for the sandbox's keys, which everybody knows.
    private static readonly string[] ForAnyTenant = ["tenant-", "demo-"];

    private static readonly string[] OfTheSystem = [ContactHash.SecretName, "admin-key"];

    /// <summary>
    /// What is wrong with the names in the document. One that was stored before there were prefixes goes on to work, unless it
    /// names a secret of the system.
    /// </summary>
    public static IEnumerable<FieldError> Check(Tenant tenant, bool isStored) =>
        from named in Names(tenant)
        where IsOfTheSystem(named.Name) || (!isStored && !IsFor(tenant.Id, named.Name))
        select new FieldError(
            named.Pointer,
            $"Must name a secret that is meant for this tenant: one that begins with {Owner(tenant.Id)}- or {string.Join(" or ", ForAnyTenant)}, and is none of the system's own.");

    private static IEnumerable<(string Name, string Pointer)> Names(Tenant tenant) =>
    [
        (tenant.ApiKeySecret, "/apiKeySecret"),
        .. tenant.Hooks.Values.SelectMany(hook => hook.Secrets.Select(name => (name, $"/hooks/{FieldPath.Escape(hook.Name)}/secrets"))),
    ];

    /// <summary>A key vault's names are the same in any case.</summary>
    private static bool IsOfTheSystem(string name) => OfTheSystem.Contains(name, StringComparer.OrdinalIgnoreCase);

    private static bool IsFor(string tenant, string name) =>
        name.Equals(tenant, StringComparison.OrdinalIgnoreCase)
        || ForAnyTenant.Append(Owner(tenant) + "-").Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    /// <summary>Tenants of one customer are named alike: <c>acme</c>, <c>acme-shop</c>, <c>acme-news</c>.</summary>
    private static string Owner(string tenant) => tenant.Split('-')[0];
}
