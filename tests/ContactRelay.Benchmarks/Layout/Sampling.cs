using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using ContactRelay.Benchmarks.Servers;

namespace ContactRelay.Benchmarks.Layout;

/// <summary>Looks some thousand times a second where a process is, with Linux's <c>perf</c>.</summary>
internal static partial class Sampling
{
    private const int PerSecond = 4000;
    private const int Interrupt = 2;

    /// <summary>How often each of the program's own functions was met while something was done.</summary>
    public static async Task<Dictionary<string, int>> OfAsync(ServerProcess process, string folder, Func<Task> run, CancellationToken cancellationToken)
    {
        var data = Path.Combine(folder, "perf.data");
        using var recording = Start(
            "record", "--quiet", "--event", "cpu-clock", "--freq", PerSecond.ToString(CultureInfo.InvariantCulture), "--output", data, "--pid", process.Id.ToString(CultureInfo.InvariantCulture));
        await run();
        if (Kill(recording.Id, Interrupt) != 0)
        {
            throw new InvalidOperationException("perf has ended by itself.");
        }

        await recording.WaitForExitAsync(cancellationToken);
        return await CountAsync(data, process.ProgramName, cancellationToken);
    }

    private static async Task<Dictionary<string, int>> CountAsync(string data, string program, CancellationToken cancellationToken)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        using var reading = Start("script", "--input", data, "--fields", "ip,sym,dso", "--no-demangle");
        while (await reading.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            // An address, the function there, and in brackets where that is from.
            if (line.Trim().Split(' ', 2) is [_, var where] && where.EndsWith($"/{program})", StringComparison.Ordinal))
            {
                var function = where[..where.LastIndexOf(" (", StringComparison.Ordinal)];
                counts[function] = counts.GetValueOrDefault(function) + 1;
            }
        }

        await reading.WaitForExitAsync(cancellationToken);
        return counts;
    }

    private static Process Start(params string[] arguments) =>
        Process.Start(new ProcessStartInfo("perf", arguments) { RedirectStandardOutput = true })!;

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
