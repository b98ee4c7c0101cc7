using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;

namespace ContactRelay.Benchmarks.Load;

/// <summary>What the sink says, and is told.</summary>
internal sealed class SinkClient(string url) : IDisposable
{
    // Longer than any wake-up is put off while a tenant is held.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(6);

    private readonly HttpClient _client = new() { BaseAddress = new(url) };

    /// <summary>How many calls it has had.</summary>
    public async Task<long> CallsAsync(CancellationToken cancellationToken) =>
        long.Parse(await _client.GetStringAsync("/calls", cancellationToken), CultureInfo.InvariantCulture);

    /// <summary>
    /// Waits until so many updates from the first have come, and gives when each did, by <see cref="Stopwatch"/>. Not
    /// everything that is measured beside ContactRelay tries again, so it does not wait for ever.
    /// </summary>
    public async Task<long[]> AllArrivedAsync(int first, int count, CancellationToken cancellationToken)
    {
        var (fewest, since) = (count, Stopwatch.GetTimestamp());
        while (await MissingAsync(first, count, cancellationToken) is var missing and > 0)
        {
            if (missing < fewest)
            {
                (fewest, since) = (missing, Stopwatch.GetTimestamp());
            }
            else if (Stopwatch.GetElapsedTime(since) > Patience)
            {
                throw new InvalidOperationException($"{missing} of {count} updates have not come to the provider.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);
        }

        return MemoryMarshal.Cast<byte, long>(
            await _client.GetByteArrayAsync(FormattableString.Invariant($"/arrivals?first={first}&count={count}"), cancellationToken)).ToArray();
    }

    /// <summary>Lets each call take so long.</summary>
    public Task DelayAsync(TimeSpan delay, CancellationToken cancellationToken) =>
        PutAsync(FormattableString.Invariant($"/delay?milliseconds={delay.TotalMilliseconds:0}"), cancellationToken);

    /// <summary>Lets it answer each call with this status. Only what is answered 200 has come.</summary>
    public Task AnswerAsync(HttpStatusCode status, CancellationToken cancellationToken) =>
        PutAsync(FormattableString.Invariant($"/status?code={(int)status}"), cancellationToken);

    public void Dispose() => _client.Dispose();

    private async Task<int> MissingAsync(int first, int count, CancellationToken cancellationToken) => int.Parse(
        await _client.GetStringAsync(FormattableString.Invariant($"/missing?first={first}&count={count}"), cancellationToken), CultureInfo.InvariantCulture);

    private async Task PutAsync(string path, CancellationToken cancellationToken)
    {
        using var response = await _client.PutAsync(path, null, cancellationToken);
        response.EnsureSuccessStatusCode();
    }
}
