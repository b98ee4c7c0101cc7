using ContactRelay.Tenants;

namespace ContactRelay.LocalHost;

/// <summary>The tenants that the host was started with.</summary>
internal sealed class LoadedTenants : ITenantDirectory
{
    private readonly Dictionary<string, Tenant> _tenants = new(StringComparer.Ordinal);

    /// <summary>Reads documents. Throws <see cref="StartException"/> where one is wrong.</summary>
    public LoadedTenants(TenantReader reader, IEnumerable<(string Name, byte[] Document)> documents)
    {
        foreach (var (name, document) in documents)
        {
            var result = reader.Read(document);
            if (result.Tenant is not { } tenant)
            {
                var errors = result.Errors.Select(error => $"  {(error.Pointer.Length == 0 ? "/" : error.Pointer)}: {error.Detail}");
                throw new StartException($"The tenant document {name} is wrong:\n{string.Join('\n', errors)}");
            }

            if (!_tenants.TryAdd(tenant.Id, tenant))
            {
                throw new StartException($"The tenant document {name} has the id '{tenant.Id}', which another has already.");
            }
        }
    }

    /// <summary>The tenants' ids.</summary>
    public IReadOnlyCollection<string> Ids => _tenants.Keys;

    /// <summary>The documents in a folder: its files that end in .json.</summary>
    public static IEnumerable<(string Name, byte[] Document)> InFolder(string path)
    {
        try
        {
            return [.. Directory.EnumerateFiles(path, "*.json").Order(StringComparer.Ordinal).Select(file => (file, File.ReadAllBytes(file)))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"The tenants' folder '{path}' cannot be read: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public ValueTask<Tenant?> FindAsync(string id, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_tenants.GetValueOrDefault(id));
}
