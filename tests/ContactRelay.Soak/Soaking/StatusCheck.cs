using System.Collections.Concurrent;
using ContactRelay.Soak.Relay;

namespace ContactRelay.Soak.Soaking;

/// <summary>Waits until every update that was answered with a 202 is settled, and says which are not, or have no explanation.</summary>
internal sealed class StatusCheck(HttpClient client, Journal journal, Findings findings)
{
    private const int AtATime = 4;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    // Longer than a lease lasts whose holder was killed, and the rest after it.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly ConcurrentDictionary<Sending, UpdateState> _states = new();

    /// <summary>What the API said last of each update.</summary>
    public IReadOnlyDictionary<Sending, UpdateState> States => _states;

    /// <summary>Waits and checks.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var began = DateTimeOffset.UtcNow;
        var told = 0;
        while (await ReadAsync(cancellationToken) is > 0 and var waiting)
        {
            var next = _states.Values.Where(state => !state.IsFinal).Max(state => state.NextAttemptAt) ?? began;
            if (DateTimeOffset.UtcNow > (next > began ? next : began) + Patience)
            {
                break;
            }

            if (waiting != told)
            {
                Console.WriteLine($"{waiting} updates wait, the last of them until {next:HH:mm:ss}");
                told = waiting;
            }

            await Task.Delay(Interval, cancellationToken);
        }

        foreach (var sending in journal.Accepted)
        {
            var state = _states.GetValueOrDefault(sending);
            if (state is not { Status: "delivered" or "superseded" })
            {
                findings.Add($"{sending.Name} is {state?.Status ?? "not known to the API"}; attempts: {state?.Attempts}");
            }
        }
    }

    private async Task<int> ReadAsync(CancellationToken cancellationToken)
    {
        await Parallel.ForEachAsync(
            journal.Accepted.Where(sending => !_states.TryGetValue(sending, out var state) || !state.IsFinal),
            new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = cancellationToken },
            async (sending, token) =>
            {
                if (await UpdateState.ReadAsync(client, sending, token) is { } state)
                {
                    _states[sending] = state;
                }
            });
        return journal.Accepted.Count(sending => !_states.TryGetValue(sending, out var state) || !state.IsFinal);
    }
}
