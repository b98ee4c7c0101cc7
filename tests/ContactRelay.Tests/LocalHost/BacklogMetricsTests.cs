using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ContactRelay.Tests.LocalHost;

/// <summary>What waits is published each minute, for the alerts.</summary>
public sealed class BacklogMetricsTests
{
    [Fact]
    public async Task Timer_publishes_the_depth_of_the_queue_and_what_is_overdue()
    {
        await using var host = await RunningHost.StartAsync();
        var seen = new ConcurrentDictionary<string, double>();
        using var listener = Listen(host, seen);
        await host.AcceptAsync("demo-kulea", "7", """{"firstName":"A"}""", "?deliverAt=2026-03-01T00:00:00Z");

        while (seen.Count < 3)
        {
            host.Time.Advance(TimeSpan.FromMinutes(1));
            await Task.Yield();
        }

        Assert.Equal(1, seen["contactrelay.queue.depth contact-updates"]);
        Assert.Equal(0, seen["contactrelay.updates.oldest_due "]);
        Assert.Equal(0, seen["contactrelay.dead_letters "]);
    }

    private static MeterListener Listen(RunningHost host, ConcurrentDictionary<string, double> seen)
    {
        var meters = host.Services.GetRequiredService<IMeterFactory>();
        var listener = new MeterListener
        {
            // Other tests' hosts have meters of the same name.
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == RelayTelemetry.Name && ReferenceEquals(instrument.Meter.Scope, meters))
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => seen[Key(instrument, tags)] = value);
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => seen[Key(instrument, tags)] = value);
        listener.Start();
        return listener;
    }

    private static string Key(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        $"{instrument.Name} {(tags.Length == 0 ? "" : tags[0].Value)}";
}
