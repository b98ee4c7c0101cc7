using System.Diagnostics;
using System.Globalization;

namespace ContactRelay.Benchmarks.Servers;

/// <summary>A server in a process of its own, and what the system says of that process (proc(5)).</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    /// <summary>What the kernel counts in, whatever the machine (sysconf(_SC_CLK_TCK)).</summary>
    public const double TickMilliseconds = 10;

    // Undoes what this program has for its own sake (the limit is hexadecimal): a server that is measured is to be as fast as any.
    private static readonly KeyValuePair<string, string>[] Usual =
        [new("DOTNET_TieredPGO", "1"), new("DOTNET_ThreadPool_UnfairSemaphoreSpinLimit", "46")];

    private readonly Process _process;

    private ServerProcess(Process process) => _process = process;

    /// <summary>The process's id.</summary>
    public int Id => _process.Id;

    /// <summary>The name of the program that runs.</summary>
    public string ProgramName => Path.GetFileName(_process.MainModule!.FileName);

    /// <summary>How long it took from its start to its word that it serves.</summary>
    public TimeSpan StartTime { get; private init; }

    /// <summary>The processor time it has used, in milliseconds, in user and in system mode.</summary>
    public double CpuMilliseconds
    {
        get
        {
            var stat = File.ReadAllText($"/proc/{_process.Id}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) * TickMilliseconds;
        }
    }

    /// <summary>The most memory it ever had, in MiB.</summary>
    public double PeakMemory => Status("VmHWM:") / 1024;

    /// <summary>The memory it has now, in MiB.</summary>
    public double Memory => Status("VmRSS:") / 1024;

    /// <summary>Starts one of this program's own servers to measure it.</summary>
    public static Task<ServerProcess> StartAsync(string command, string url, IEnumerable<string> arguments, CancellationToken cancellationToken) =>
        StartOwnAsync(command, url, arguments, Usual, cancellationToken);

    /// <summary>Starts the sink, which is not measured.</summary>
    public static Task<ServerProcess> StartSinkAsync(string url, CancellationToken cancellationToken) =>
        StartOwnAsync("sink", url, [], [], cancellationToken);

    /// <summary>Starts a program, and waits for the line that says that it serves.</summary>
    public static async Task<ServerProcess> StartAsync(
        string program,
        IEnumerable<string> arguments,
        IEnumerable<KeyValuePair<string, string>> environment,
        string ready,
        CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var began = Stopwatch.GetTimestamp();
        var process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.Contains(ready, StringComparison.Ordinal))
            {
                var server = new ServerProcess(process) { StartTime = Stopwatch.GetElapsedTime(began) };

                // Whatever it goes on to say is taken off its hands.
                _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
                return server;
            }
        }

        throw Ended(program);
    }

    /// <summary>Starts a program that does not say when it serves, and waits until it answers.</summary>
    public static async Task<ServerProcess> StartAsync(string program, IEnumerable<string> arguments, Func<Task<bool>> answers, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        var process = Process.Start(program, arguments);
        while (!await answers())
        {
            if (process.HasExited)
            {
                throw Ended(program);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), cancellationToken);
        }

        return new(process) { StartTime = Stopwatch.GetElapsedTime(began) };
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static Task<ServerProcess> StartOwnAsync(
        string command, string url, IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string>> environment, CancellationToken cancellationToken) =>
        StartAsync("dotnet", [typeof(ServerProcess).Assembly.Location, command, "--urls", url, .. arguments], environment, BareServer.Ready, cancellationToken);

    private static InvalidOperationException Ended(string program) => new($"{program} ended before it served.");

    private double Status(string name) => double.Parse(
        File.ReadLines($"/proc/{_process.Id}/status").First(line => line.StartsWith(name, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture);
}
