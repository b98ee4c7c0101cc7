using ContactRelay.Delivery;
using ContactRelay.LocalHost.Storage;
using ContactRelay.Sandbox;
using ContactRelay.Storage;
using ContactRelay.Tenants;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ContactRelay.LocalHost;

/// <summary>The whole system in one process: the API and the queue's reader, embedded storage, the sandbox.</summary>
internal sealed class LocalHostApp : IAsyncDisposable
{
    private readonly DataFolder _folder;
    private readonly AzuriteServer? _azurite;
    private readonly WebApplication _app;

    private LocalHostApp(DataFolder folder, AzuriteServer? azurite, WebApplication app, SandboxServer? sandbox) =>
        (_folder, _azurite, _app, Sandbox) = (folder, azurite, app, sandbox);

    /// <summary>The sandbox; null where it is off.</summary>
    public SandboxServer? Sandbox { get; }

    /// <summary>Where the API is served.</summary>
    public string Url => _app.Urls.First();

    /// <summary>What the app is made of.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>
    /// Starts everything; when it returns, requests are served. Throws <see cref="StartException"/> where its user has
    /// to change something first.
    /// </summary>
    public static async Task<LocalHostApp> StartAsync(
        LocalHostOptions options, IConfiguration configuration, TimeProvider time, CancellationToken cancellationToken)
    {
        var folder = DataFolder.Open(options.Data);
        AzuriteServer? azurite = null;
        SandboxServer? sandbox = null;
        WebApplication? app = null;
        try
        {
            azurite = options.IsAzurite ? await AzuriteServer.StartAsync(folder.Path, cancellationToken) : null;
            sandbox = options.Sandbox is { } url ? await StartSandboxAsync(url, time, cancellationToken) : null;
            app = LocalHostBuilder.Build(options, configuration, folder, sandbox, time);
            await SeedAsync(app.Services, options, sandbox, cancellationToken);
            if (options.ConnectionString is null)
            {
                await app.Services.GetRequiredService<EmbeddedMailboxStore>().RecoverAsync(time.GetUtcNow());
            }

            await ListenAsync(app, options, cancellationToken);
            if (options.ConnectionString is null)
            {
                // A laptop sleeps when the daily timer would do so.
                await app.Services.GetRequiredService<IActivityStore>().DropAsync(time.GetUtcNow() - IActivityStore.Kept, CancellationToken.None);
            }

            return new(folder, azurite, app, sandbox);
        }
        catch (Exception e)
        {
            await EndAsync(folder, azurite, app, sandbox);
            if (e is StorageConfigurationException or StorageUnavailableException)
            {
                throw new StartException($"The storage cannot be used: {e.Message}", e);
            }

            throw;
        }
    }

    /// <summary>Ends when the process is asked to.</summary>
    public Task WaitAsync() => _app.WaitForShutdownAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await EndAsync(_folder, _azurite, _app, Sandbox);
    }

    private static async Task EndAsync(DataFolder folder, AzuriteServer? azurite, WebApplication? app, SandboxServer? sandbox)
    {
        if (app is not null)
        {
            await app.DisposeAsync();
        }

        if (sandbox is not null)
        {
            await sandbox.DisposeAsync();
        }

        azurite?.Dispose();
        folder.Dispose();
    }

    private static async Task SeedAsync(
        IServiceProvider services, LocalHostOptions options, SandboxServer? sandbox, CancellationToken cancellationToken)
    {
        var tenants = services.GetRequiredService<TenantAdmin>();
        if (options.ConnectionString is null)
        {
            // Nobody else uses the folder, and nobody is at work yet for a tenant that was deleted before this start.
            await services.GetRequiredService<TenantSweep>().RunAsync(TimeSpan.Zero, cancellationToken);
        }

        await TenantSeed.StoreAsync(
            services.GetRequiredService<TenantReader>(),
            tenants,
            [
                .. sandbox is null ? [] : DemoTenants.Documents(sandbox.BaseAddress),
                .. options.Tenants is null ? [] : TenantSeed.InFolder(options.Tenants),
            ],
            cancellationToken);
    }

    private static async Task<SandboxServer> StartSandboxAsync(string url, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            return await SandboxServer.StartAsync(url, time, cancellationToken);
        }
        catch (IOException e)
        {
            throw new StartException($"The sandbox cannot listen at {url}: {e.Message} Choose another address with --sandbox, or off.", e);
        }
    }

    private static async Task ListenAsync(WebApplication app, LocalHostOptions options, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException e)
        {
            throw new StartException($"The API cannot listen at {options.Urls}: {e.Message} Choose another address with --urls.", e);
        }
    }
}
