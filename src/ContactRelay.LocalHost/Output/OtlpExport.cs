using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Resources;

namespace ContactRelay.LocalHost.Output;

/// <summary>
/// Sends spans, metrics and log lines to an OpenTelemetry collector. A class of its own, so that a host without one does
/// not even load the libraries.
/// </summary>
internal static class OtlpExport
{
    /// <summary>The configuration key with the collector's address, and the environment variable that all exporters know.</summary>
    public const string EndpointKey = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>
    /// Registers the exporter, which is configured by its environment variables. Of what .NET itself offers it takes
    /// nothing: the spans of HTTP clients, to the storage among others, hold URLs and in them contacts' ids.
    /// </summary>
    public static void Add(IServiceCollection services) => services.AddOpenTelemetry()
        .ConfigureResource(resource => resource.AddService("contactrelay").AddEnvironmentVariableDetector())
        .WithTracing(tracing => tracing.AddSource(RelayTelemetry.Name))
        .WithMetrics(metrics => metrics.AddMeter(RelayTelemetry.Name))
        .UseOtlpExporter();
}
