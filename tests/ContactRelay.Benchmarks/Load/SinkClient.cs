using System.Globalization;
using System.Runtime.InteropServices;

namespace ContactRelay.Benchmarks.Load;

/// <summary>What the sink says.</summary>
internal sealed class SinkClient(string url) : IDisposable
{
    private readonly HttpClient _client = new() { BaseAddress = new(url) };

    /// <summary>How many calls it has had.</summary>
    public async Task<long> CallsAsync(CancellationToken cancellationToken) =>
        long.Parse(await _client.GetStringAsync("/calls", cancellationToken), CultureInfo.InvariantCulture);

    /// <summary>When each update came, by <see cref="System.Diagnostics.Stopwatch"/>; 0 for one that has not come.</summary>
    public async Task<long[]> ArrivalsAsync(int count, CancellationToken cancellationToken) =>
        MemoryMarshal.Cast<byte, long>(await _client.GetByteArrayAsync(FormattableString.Invariant($"/arrivals?count={count}"), cancellationToken)).ToArray();

    /// <summary>Lets each call take so long.</summary>
    public async Task DelayAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        using var response = await _client.PutAsync(FormattableString.Invariant($"/delay?milliseconds={delay.TotalMilliseconds:0}"), null, cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    public void Dispose() => _client.Dispose();
}
