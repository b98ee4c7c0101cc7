using System.Text;
using ContactRelay.Sandbox.Contacts;
using ContactRelay.Sandbox.Control;
using ContactRelay.Sandbox.Http;
using ContactRelay.Sandbox.Providers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ContactRelay.Sandbox;

/// <summary>
/// Stand-ins for Kulea, Bosscart, CampaignLark and Everlytic on one port. They speak the providers' wire formats, refuse what
/// the providers' documentation says they refuse, and fail on demand. GET / explains the rest.
/// </summary>
public sealed class SandboxServer : IAsyncDisposable
{
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromMilliseconds(500);

    private readonly WebApplication _app;
    private readonly Lanes _lanes;
    private readonly CancellationTokenSource _stopping;
    private int _disposed;

    private SandboxServer(WebApplication app, Lanes lanes, CancellationTokenSource stopping)
    {
        _app = app;
        _lanes = lanes;
        _stopping = stopping;
        BaseAddress = new Uri(app.Urls.First());
    }

    /// <summary>Where it listens, with the real port.</summary>
    public Uri BaseAddress { get; }

    /// <summary>Starts a sandbox.</summary>
    /// <param name="url">Where to listen; port 0 takes any free one.</param>
    /// <param name="time">The clock, also of the delays that faults ask for.</param>
    /// <param name="ct">Cancels the start.</param>
    /// <exception cref="IOException">The port is in use.</exception>
    public static async Task<SandboxServer> StartAsync(string url, TimeProvider time, CancellationToken ct)
    {
        ArgumentException.ThrowIfNullOrEmpty(url);
        ArgumentNullException.ThrowIfNull(time);

        var lanes = new Lanes(new ContactStore(time));
        var stopping = new CancellationTokenSource();
        var app = Build(url, new RequestPipeline(lanes, new ControlEndpoints(lanes), time, stopping.Token));
        try
        {
            await app.StartAsync(ct);
            return new SandboxServer(app, lanes, stopping);
        }
        catch
        {
            await app.DisposeAsync();
            stopping.Dispose();
            throw;
        }
    }

    /// <summary>The provider's last requests, oldest first, with nothing masked.</summary>
    public IReadOnlyList<SandboxRequest> Requests(string provider) => Lane(provider).Requests.OldestFirst;

    /// <summary>Forgets the provider's requests.</summary>
    public void ClearRequests(string provider) => Lane(provider).Requests.Clear();

    /// <summary>What the provider holds of a contact; null if it was never seen.</summary>
    public SandboxContact? Contact(string provider, string id) => Lane(provider).Contacts.Find(id)?.Show();

    /// <summary>Makes the provider's next calls meet these faults, one after the other, in place of any that remain.</summary>
    public void Throw(string provider, params IEnumerable<SandboxFault> faults) => Lane(provider).Faults.Replace(faults);

    /// <summary>Stops within a second; answers that are still delayed are cut.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
        {
            return;
        }

        await _stopping.CancelAsync();
        using (var timeout = new CancellationTokenSource(ShutdownTimeout))
        {
            await _app.StopAsync(timeout.Token);
        }

        await _app.DisposeAsync();
        _stopping.Dispose();
    }

    private static WebApplication Build(string url, RequestPipeline pipeline)
    {
        // The empty builder reads no configuration and logs nowhere: the process around it keeps its own.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = ShutdownTimeout);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(Configure);

        var app = builder.Build();
        app.Urls.Add(url);
        app.Run(pipeline.HandleAsync);
        return app;
    }

    private static void Configure(KestrelServerOptions options)
    {
        options.AddServerHeader = false;
        options.Limits.MaxRequestBodySize = RequestReader.MaxBodyBytes;

        // Keys may come as UTF-8 or as Latin-1; Latin-1 keeps every byte as it is.
        options.RequestHeaderEncodingSelector = _ => Encoding.Latin1;
    }

    private Lane Lane(string provider) =>
        _lanes.Named(provider) ?? throw new ArgumentException($"There is no provider \"{provider}\"; these are: {_lanes.Names}.", nameof(provider));
}
