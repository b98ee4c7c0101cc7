using ContactRelay.Soak.Relay;

namespace ContactRelay.Soak.Soaking;

/// <summary>Kills the host at random times and starts it again, and stops it for a while now and then.</summary>
internal sealed class Tormentor(RelayHost host, OutputCheck output, Random random, CancellationToken cancellationToken)
{
    private static readonly TimeSpan LongestLife = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan ShortLife = TimeSpan.FromMilliseconds(700);

    /// <summary>How often it was killed.</summary>
    public int Kills { get; private set; }

    /// <summary>How often it was stopped and continued.</summary>
    public int Stops { get; private set; }

    /// <summary>Kills the host so many times; in the end it serves.</summary>
    public async Task RunAsync(int kills)
    {
        while (Kills < kills)
        {
            await PauseAsync(LongestLife);
            if (random.Next(2) == 0)
            {
                await StopAsync();
            }

            await KillAsync();
            if (Kills < kills && random.Next(6) == 0)
            {
                // Once more, while it starts.
                await PauseAsync(ShortLife);
                await KillAsync();
            }

            await host.ServesAsync();
            Console.WriteLine($"killed {Kills} times, stopped {Stops} times");
        }

        await PauseAsync(LongestLife);
    }

    private async Task StopAsync()
    {
        await host.StopAsync();
        Stops++;
        await PauseAsync(LongestStop);
        if (random.Next(4) > 0)
        {
            await host.ContinueAsync();
            await PauseAsync(LongestLife / 2);
        }
    }

    private async Task KillAsync()
    {
        await host.KillAsync();
        Kills++;
        output.Check(host.Output);
        await host.DisposeAsync();
        host.Start();
    }

    private Task PauseAsync(TimeSpan longest) => Task.Delay(longest * random.NextDouble(), cancellationToken);
}
