using ContactRelay.Delivery;
using ContactRelay.Functions.Http;
using ContactRelay.LocalHost.Output;
using ContactRelay.LocalHost.Storage;
using ContactRelay.LocalHost.WorkerHost;
using ContactRelay.Sandbox;
using ContactRelay.Tenants;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ContactRelay.LocalHost;

/// <summary>Puts the local host together.</summary>
internal static class LocalHostBuilder
{
    /// <summary>The app as it is to be started: its web server, its log, its services and its routes.</summary>
    public static WebApplication Build(
        LocalHostOptions options, IConfiguration configuration, DataFolder folder, SandboxServer? sandbox, TimeProvider time)
    {
        // Any other would watch the folder that it is started in for changed settings, and with it the data that lie there.
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Configuration.AddInMemoryCollection(DemoTenants.Secrets).AddConfiguration(configuration);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            // The functions read no more than their own limits, and say so in words.
            (kestrel.AddServerHeader, kestrel.Limits.MaxRequestBodySize) = (false, null);
        }).UseUrls(options.Urls);
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<ILoggerProvider>(_ => new ConsoleLog(new OutcomeFormatter(time), Console.Out, time));
        builder.Logging
            .SetMinimumLevel(LogLevel.Warning)
            .AddFilter("ContactRelay", LogLevel.Information)

            // It would print a stack trace beside the message that a used port gets here.
            .AddFilter("Microsoft.Extensions.Hosting", LogLevel.None)
            .AddConfiguration(configuration.GetSection("Logging"))

            // Whoever asks for every line would get URLs with them, and in those the contacts' ids.
            .AddFilter("Microsoft.AspNetCore", LogLevel.Warning)
            .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);

        if (builder.Configuration[OtlpExport.EndpointKey] is { Length: > 0 })
        {
            OtlpExport.Add(builder.Services);
        }

        // A call to a provider that has begun is waited for.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ProviderSender.Timeout + TimeSpan.FromSeconds(10));
        AddServices(builder.Services, folder, options.ConnectionString, time);
        builder.Services.AddSingleton(DemoTenants.ForConsole(options));
        builder.Services.AddContactRelay(builder.Configuration).AddContactRelayApi();
        var app = builder.Build();
        if (options.IsAdminKeyKnown)
        {
            app.UseLoopbackGuard();
        }

        app.MapHttpFunctions(
            app.Services.GetRequiredService<IReadOnlyList<FunctionMethod>>(),
            app.Services.GetRequiredService<FunctionHostOptions>().RoutePrefix,
            new MasterKey(options.AdminKey, takesQuery: !options.IsAdminKeyKnown));
        app.MapSandbox(sandbox);
        return app;
    }

    private static void AddServices(IServiceCollection services, DataFolder folder, string? connectionString, TimeProvider time)
    {
        services.AddSingleton(time);
        services.AddSingleton(new BaseUrlRule(AllowLocal: true));
        if (connectionString is null)
        {
            services.AddEmbeddedStorage(folder);
        }
        else
        {
            services.AddAccountStorage(connectionString);
        }

        services.AddSingleton(FunctionMethod.FindAll());
        services.AddSingleton(FunctionHostOptions.Load());
        services.AddHostedService<QueueListener>();
        services.AddHostedService<TimerListener>();
    }
}
