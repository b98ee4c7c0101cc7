namespace ContactRelay.Providers;

/// <summary>The providers that there are, by name.</summary>
public sealed class ProviderRegistry
{
    private readonly Dictionary<string, IContactProvider> _byName = new(StringComparer.Ordinal);

    /// <summary>A registry of these.</summary>
    public ProviderRegistry(IEnumerable<IContactProvider> providers)
    {
        All = [.. providers];
        foreach (var provider in All)
        {
            foreach (var name in provider.Description.Aliases.Append(provider.Description.Name))
            {
                _byName.Add(name, provider);
            }
        }
    }

    /// <summary>All of them.</summary>
    public IReadOnlyList<IContactProvider> All { get; }

    /// <summary>The provider with this name or alias, or null.</summary>
    public IContactProvider? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The tenant's provider. A tenant's document has been checked to name one.</summary>
    public IContactProvider Of(Tenants.Tenant tenant) => _byName[tenant.Provider];
}
