namespace ContactRelay.Benchmarks.Servers;

/// <summary>The local host as it is published, with one tenant whose provider is the sink.</summary>
internal static class Relay
{
    public const string Tenant = "load";
    public const string CallerKey = "load-key";
    public const string MasterKey = "dev-admin";
    private const string KeySha256 = "fd52c3bcf1d6a473c274a3ec97f5976e15a937e15781b72b402048e071e45a3f";

    /// <summary>Publishes the local host into the folder, and gives the program's path.</summary>
    public static async Task<string> PublishAsync(string folder, CancellationToken cancellationToken, params string[] properties)
    {
        return await Publishing.RunAsync("ContactRelay.LocalHost", folder, cancellationToken, properties)
            ? Path.Combine(folder, "ContactRelay.LocalHost")
            : throw new InvalidOperationException("The local host could not be published.");
    }

    /// <summary>Where it keeps its data, if started with this folder.</summary>
    public static string DatabaseIn(string folder) => Path.Combine(folder, "data", "contactrelay.db");

    /// <summary>Starts it with its data in this folder.</summary>
    public static async Task<ServerProcess> StartAsync(string program, string folder, string url, string sink, CancellationToken cancellationToken)
    {
        var tenants = Directory.CreateDirectory(Path.Combine(folder, "tenants")).FullName;
        await File.WriteAllTextAsync(
            Path.Combine(tenants, "load.json"),
            $$"""{ "id": "{{Tenant}}", "provider": "kulea", "baseUrl": "{{sink}}", "apiKeySecret": "load", "callers": [ { "name": "load", "keySha256": "{{KeySha256}}" } ] }""",
            cancellationToken);
        return await ServerProcess.StartAsync(
            program,
            ["--urls", url, "--sandbox", "off", "--data", Path.GetDirectoryName(DatabaseIn(folder))!, "--tenants", tenants],
            [KeyValuePair.Create("Secrets__load", "a-provider-key")],
            "Ctrl-C ends it",
            cancellationToken);
    }
}
