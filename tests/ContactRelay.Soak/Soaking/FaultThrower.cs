using ContactRelay.Sandbox;
using ContactRelay.Soak.Relay;

namespace ContactRelay.Soak.Soaking;

/// <summary>
/// Makes the providers fail: now and then, so that few contacts meet several failures in a row and wait for minutes. No
/// answer is delayed beyond ContactRelay's own time-out, so no request may land late.
/// </summary>
internal sealed class FaultThrower(SandboxServer sandbox, Random random)
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan RefusedFor = TimeSpan.FromSeconds(1);

    /// <summary>Throws faults until it is to stop, and leaves none.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var call = Subject.All[random.Next(Subject.All.Count)].Call;
            var fault = Next();
            sandbox.Throw(call, fault);
            if (fault.Status == 401)
            {
                await PauseAsync(RefusedFor, stop);
                sandbox.Throw(call);
            }

            await PauseAsync(ShortestPause * (1 + (4 * random.NextDouble())), stop);
        }

        foreach (var subject in Subject.All)
        {
            sandbox.Throw(subject.Call);
        }
    }

    private SandboxFault Next() => random.Next(30) switch
    {
        < 5 => new() { Status = 500 },
        < 8 => new() { Status = 503, RetryAfter = "2" },
        < 12 => new() { Status = 429, RetryAfter = $"{random.Next(1, 4)}", Count = random.Next(1, 3) },
        < 20 => new() { Delay = TimeSpan.FromSeconds(0.1 + (1.5 * random.NextDouble())), Count = random.Next(1, 3) },
        < 23 => new() { Reset = true },
        < 26 => new() { ApplyThenReset = true },
        < 29 => new() { Drop = true },
        _ => new() { Status = 401, Count = int.MaxValue },
    };

    private static async Task PauseAsync(TimeSpan time, CancellationToken stop) =>
        await Task.Delay(time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
