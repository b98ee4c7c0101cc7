using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using ContactRelay.Benchmarks.Servers;

namespace ContactRelay.Benchmarks.Load;

/// <summary>Sends updates over keep-alive connections, and notes when each was sent and when it was answered.</summary>
internal sealed class Sending : IDisposable
{
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
    private readonly AuthenticationHeaderValue _authorization = new("Bearer", Relay.CallerKey);

    /// <summary>The number of the first; the others follow it.</summary>
    public required int First { get; init; }

    /// <summary>When each was sent, by <see cref="Stopwatch"/>.</summary>
    public required long[] SentAt { get; init; }

    /// <summary>How long each answer took, in milliseconds.</summary>
    public required double[] Accepting { get; init; }

    public static Sending Of(int updates, int first) => new() { First = first, SentAt = new long[updates], Accepting = new double[updates] };

    /// <summary>Sends all, each connection its next as soon as the last is answered; gives how long it took.</summary>
    public async Task<TimeSpan> SaturateAsync(int connections, Func<int, string> urlOf, CancellationToken cancellationToken)
    {
        var next = -1;
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(
            async () =>
            {
                while (Interlocked.Increment(ref next) is var index && index < SentAt.Length)
                {
                    await SendAsync(index, urlOf, cancellationToken);
                }
            },
            cancellationToken)));
        return Stopwatch.GetElapsedTime(began);
    }

    /// <summary>
    /// Sends so many a second, whether or not the earlier ones are answered. What is late in being sent counts from when
    /// it should have been.
    /// </summary>
    public async Task<TimeSpan> PaceAsync(double perSecond, Func<int, string> urlOf, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        var sending = await Task.Factory.StartNew(() => Pace(began, perSecond, urlOf, cancellationToken), TaskCreationOptions.LongRunning);
        await Task.WhenAll(sending);
        return Stopwatch.GetElapsedTime(began);
    }

    /// <summary>How many were sent a second in each tenth of them; none where they are too few for that.</summary>
    public IReadOnlyList<double> PerSecondByTenth()
    {
        var length = SentAt.Length / 10;
        return length < 2 ? []
            : [.. SentAt.Order().Chunk(length).Take(10).Select(tenth => (length - 1) / Stopwatch.GetElapsedTime(tenth[0], tenth[^1]).TotalSeconds)];
    }

    public void Dispose() => _client.Dispose();

    private List<Task> Pace(long began, double perSecond, Func<int, string> urlOf, CancellationToken cancellationToken)
    {
        var sending = new List<Task>(SentAt.Length);
        for (var index = 0; index < SentAt.Length && !cancellationToken.IsCancellationRequested; index++)
        {
            var at = began + (long)(index / perSecond * Stopwatch.Frequency);
            PreciseSleep.Until(at);
            sending.Add(SendAsync(index, urlOf, cancellationToken, at));
        }

        return sending;
    }

    private async Task SendAsync(int index, Func<int, string> urlOf, CancellationToken cancellationToken, long? at = null)
    {
        var number = First + index;
        using var request = new HttpRequestMessage(HttpMethod.Patch, urlOf(number)) { Content = new ByteArrayContent(UpdateBody.Of(number)) };
        request.Content.Headers.ContentType = new("application/merge-patch+json");
        request.Headers.Authorization = _authorization;
        SentAt[index] = at ?? Stopwatch.GetTimestamp();
        using var response = await _client.SendAsync(request, cancellationToken);
        await response.Content.ReadAsByteArrayAsync(cancellationToken);
        Accepting[index] = Stopwatch.GetElapsedTime(SentAt[index]).TotalMilliseconds;
        if (response.StatusCode != HttpStatusCode.Accepted)
        {
            throw new InvalidOperationException($"An update was answered {(int)response.StatusCode}.");
        }
    }
}
