using Azure.Monitor.OpenTelemetry.Exporter;
using ContactRelay;
using ContactRelay.Functions.Http;
using ContactRelay.Storage;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;

var builder = FunctionsApplication.CreateBuilder(args);
builder.Services.AddAzureStorage(builder.Configuration).AddContactRelay(builder.Configuration).AddContactRelayApi();
if (builder.Configuration["APPLICATIONINSIGHTS_CONNECTION_STRING"] is { Length: > 0 })
{
    builder.Services.AddOpenTelemetry().UseFunctionsWorkerDefaults().WithTracing(tracing => tracing.AddSource(RelayTelemetry.Name)).WithMetrics(metrics => metrics.AddMeter(RelayTelemetry.Name))
        .UseAzureMonitorExporter(options => options.Credential = AzureCredentials.Create(builder.Configuration[AzureCredentials.ClientIdKey]));
}

builder.Build().Run();
