using System.Diagnostics;
using System.Net;
using System.Text.Json;
using ContactRelay.Benchmarks.Servers;

namespace ContactRelay.Benchmarks.Load;

/// <summary>Sends what a plan says to a server that rests, and measures until the last of it is delivered.</summary>
internal sealed class Measurement(ServerUnderLoad server, RunPlan plan, int connections)
{
    /// <summary>Sends so many updates, which are numbered from <paramref name="first"/>.</summary>
    public async Task<RunResult> RunAsync(int first, int count, CancellationToken cancellationToken)
    {
        await server.Sink.DelayAsync(plan.ProviderTakes, cancellationToken);
        await server.Sink.AnswerAsync(plan.IsProviderDown ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.OK, cancellationToken);
        using var sending = Sending.Of(count, first);
        var (cpu, calls, began) = (server.Process.CpuMilliseconds, await server.Sink.CallsAsync(cancellationToken), Stopwatch.GetTimestamp());
        var took = plan.PerSecond is { } perSecond
            ? await sending.PaceAsync(perSecond, UrlOf, cancellationToken)
            : await sending.SaturateAsync(connections, UrlOf, cancellationToken);
        if (plan.IsProviderDown)
        {
            began = await Recovery.BeginAsync(server, cancellationToken);
        }

        var result = new RunResult(plan.Name, count)
        {
            AcceptedPerSecond = count / took.TotalSeconds,
            AcceptedPerSecondByTenth = plan.IsProviderDown ? sending.PerSecondByTenth() : null,
            Accept = Spread.Of(sending.Accepting),
        };
        if (plan.IsDelivered)
        {
            result = await DeliveredAsync(result, sending, began, cancellationToken);
            result = result with { Calls = await server.Sink.CallsAsync(cancellationToken) - calls };
        }

        return result with
        {
            CpuPerUpdate = (server.Process.CpuMilliseconds - cpu) / count,
            PeakMemory = server.Process.PeakMemory,
            StartTime = server.Process.StartTime.TotalMilliseconds,
        };
    }

    private string UrlOf(int number) => server.UrlOf(plan.Contacts is { } contacts ? number % contacts : number);

    private async Task<RunResult> DeliveredAsync(RunResult result, Sending sending, long began, CancellationToken cancellationToken)
    {
        if (plan.Contacts is { } contacts)
        {
            return result with { DeliveredPerSecond = result.Updates / Stopwatch.GetElapsedTime(began, await SettledAsync(contacts, cancellationToken)).TotalSeconds };
        }

        var arrivals = await server.Sink.AllArrivedAsync(sending.First, result.Updates, cancellationToken);
        return result with
        {
            DeliveredPerSecond = result.Updates / Stopwatch.GetElapsedTime(began, arrivals.Max()).TotalSeconds,

            // Where the provider was down, the times say no more than how long it was.
            SentToCall = plan.IsProviderDown ? null : Spread.Of(arrivals.Zip(sending.SentAt, (arrived, sent) => Stopwatch.GetElapsedTime(sent, arrived).TotalMilliseconds)),
        };
    }

    /// <summary>Waits until nothing is pending for these contacts, and gives when that was seen.</summary>
    private async Task<long> SettledAsync(int contacts, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { DefaultRequestHeaders = { Authorization = new("Bearer", Relay.CallerKey) } };
        for (var contact = 0; contact < contacts;)
        {
            using var mailbox = JsonDocument.Parse(await client.GetByteArrayAsync(server.UrlOf(contact), cancellationToken));
            if (mailbox.RootElement.GetProperty("pending").GetInt32() == 0)
            {
                contact++;
            }
            else
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), cancellationToken);
            }
        }

        return Stopwatch.GetTimestamp();
    }
}
