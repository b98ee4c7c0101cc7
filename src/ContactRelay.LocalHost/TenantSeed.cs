using ContactRelay.Tenants;

namespace ContactRelay.LocalHost;

/// <summary>The tenants that the host is started with: they are stored at each start, in the place of those stored before.</summary>
internal static class TenantSeed
{
    /// <summary>Stores the documents. Throws <see cref="StartException"/> where one is wrong.</summary>
    public static async Task StoreAsync(
        TenantReader reader, TenantAdmin tenants, IEnumerable<(string Name, byte[] Document)> documents, CancellationToken cancellationToken)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, document) in documents)
        {
            var result = reader.Read(document);
            if (result.Tenant is not { } tenant)
            {
                var errors = result.Errors.Select(error => $"  {(error.Pointer.Length == 0 ? "/" : error.Pointer)}: {error.Detail}");
                throw new StartException($"The tenant document {name} is wrong:\n{string.Join('\n', errors)}");
            }

            if (!seen.Add(tenant.Id))
            {
                throw new StartException($"The tenant document {name} has the id '{tenant.Id}', which another has already.");
            }

            if ((await tenants.PutAsync(tenant.Id, document, cancellationToken)).Outcome == TenantChangeOutcome.BeingErased)
            {
                throw new StartException($"The tenant '{tenant.Id}' of {name} was deleted, and what it left is still being erased: start again in a few minutes.");
            }
        }
    }

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
}
