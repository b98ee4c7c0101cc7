using ContactRelay.Sandbox.Http;
using Microsoft.Extensions.Configuration;

namespace ContactRelay.LocalHost;

/// <summary>What the local host is started with: from the command line, the environment or configuration.</summary>
internal sealed record LocalHostOptions
{
    public const string DefaultAdminKey = "dev-admin";

    /// <summary>Where the API listens; several are separated by semicolons.</summary>
    public string Urls { get; init; } = "http://127.0.0.1:7071";

    /// <summary>The folder where everything is kept.</summary>
    public string Data { get; init; } = ".contactrelay";

    /// <summary><c>embedded</c>, <c>azurite</c>, or the connection string of a storage account.</summary>
    public string Storage { get; init; } = "embedded";

    /// <summary>Whether Azurite is used, and started if need be.</summary>
    public bool IsAzurite => Storage == "azurite";

    /// <summary>What leads to the storage account; null for the embedded storage.</summary>
    public string? ConnectionString => Storage switch
    {
        "embedded" => null,
        "azurite" => AzuriteServer.ConnectionString,
        _ => Storage,
    };

    /// <summary>A folder of tenant documents; null for none.</summary>
    public string? Tenants { get; init; }

    /// <summary>Where the sandbox listens; null for no sandbox, and no demo tenants offered.</summary>
    public string? Sandbox { get; init; } = "http://127.0.0.1:7072";

    /// <summary>The key of the administrator.</summary>
    public string AdminKey { get; init; } = DefaultAdminKey;

    /// <summary>Whether that key is the one that everybody knows.</summary>
    public bool IsAdminKeyKnown => AdminKey == DefaultAdminKey;

    public static LocalHostOptions From(IConfiguration configuration)
    {
        var defaults = new LocalHostOptions();
        var options = new LocalHostOptions
        {
            Urls = configuration["urls"] ?? defaults.Urls,
            Data = configuration["data"] ?? defaults.Data,
            Storage = configuration["storage"] ?? defaults.Storage,
            Tenants = configuration["tenants"],
            Sandbox = configuration["sandbox"] is "off" ? null : configuration["sandbox"] ?? defaults.Sandbox,
            AdminKey = configuration["AdminKey"] ?? defaults.AdminKey,
        };
        options.CheckUrls();
        return options;
    }

    /// <summary>By the web server's own reading: it takes a name that it does not know, such as <c>loopback</c>, for every address.</summary>
    private static bool IsLoopback(string url) => LoopbackRequests.IsLoopback(BindingAddress.Parse(url).Host);

    /// <summary>Everybody knows the default keys, so with them nobody but this machine is served.</summary>
    private void CheckUrls()
    {
        foreach (var url in Urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!Uri.TryCreate(url.Replace("//*", "//0.0.0.0", StringComparison.Ordinal).Replace("//+", "//0.0.0.0", StringComparison.Ordinal), UriKind.Absolute, out var parsed)
                || parsed.Scheme != "http")
            {
                throw new StartException($"'{url}' is not an http URL to listen at, such as http://127.0.0.1:7071.");
            }

            if (IsAdminKeyKnown && !IsLoopback(url))
            {
                throw new StartException($"With the default admin key, which everybody knows, only this machine is served: set AdminKey to listen at {url}.");
            }
        }

        if (Sandbox is not null && !(Uri.TryCreate(Sandbox, UriKind.Absolute, out _) && IsLoopback(Sandbox)))
        {
            throw new StartException($"The sandbox must listen at a loopback URL, such as http://127.0.0.1:7072, or be off; not at '{Sandbox}'.");
        }
    }
}
