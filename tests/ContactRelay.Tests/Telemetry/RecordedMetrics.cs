using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace ContactRelay.Tests.Telemetry;

/// <summary>What one host's meter measures; other tests' hosts have meters of the same name.</summary>
internal sealed class RecordedMetrics : IDisposable
{
    private readonly ConcurrentQueue<(string Name, string Tags, double Value)> _measured = new();
    private readonly MeterListener _listener;

    public RecordedMetrics(IServiceProvider services)
    {
        var meters = services.GetRequiredService<IMeterFactory>();
        _listener = new()
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == RelayTelemetry.Name && ReferenceEquals(instrument.Meter.Scope, meters))
                {
                    Instruments[instrument.Name] = instrument;
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>The instruments that there are, by name.</summary>
    public ConcurrentDictionary<string, Instrument> Instruments { get; } = new(StringComparer.Ordinal);

    /// <summary>The values measured so far, for each set of tags such as <c>tenant=acme provider=kulea</c>.</summary>
    public ILookup<string, double> Values(string name) => _measured.Where(measured => measured.Name == name).ToLookup(measured => measured.Tags, measured => measured.Value);

    /// <summary>The sums of the values measured so far, by tags.</summary>
    public IReadOnlyDictionary<string, double> Sums(string name) => Values(name).ToDictionary(values => values.Key, values => values.Sum());

    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _measured.Enqueue((instrument.Name, string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}")), value));
}
