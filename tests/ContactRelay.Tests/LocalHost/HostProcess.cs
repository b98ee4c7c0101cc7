using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;

namespace ContactRelay.Tests.LocalHost;

/// <summary>
/// The local host as a process of its own, as its users run it: as it was built, or, where <c>CONTACTRELAY_PROGRAM</c> is the path of
/// a published one, that.
/// </summary>
internal sealed class HostProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly ConcurrentQueue<string> _output = new();
    private readonly CancellationToken _cancellationToken;
    private int _open = 2;

    private HostProcess(ProcessStartInfo start, CancellationToken cancellationToken)
    {
        _cancellationToken = cancellationToken;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, e) => OnLine(e.Data);
        _process.ErrorDataReceived += (_, e) => OnLine(e.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>All that it has printed.</summary>
    public string Output => string.Join('\n', _output);

    /// <summary>Its number among the system's processes.</summary>
    public int Id => _process.Id;

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Starts the host and returns at once; the token ends whatever is waited for.</summary>
    public static HostProcess Start(
        IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string>>? environment = null, CancellationToken cancellationToken = default)
    {
        var start = Environment.GetEnvironmentVariable("CONTACTRELAY_PROGRAM") is { Length: > 0 } program
            ? new ProcessStartInfo(program, arguments)
            : new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "ContactRelay.LocalHost.dll"), .. arguments]);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.WorkingDirectory = Path.GetTempPath();
        foreach (var (name, value) in environment ?? [])
        {
            start.Environment[name] = value;
        }

        return new(start, cancellationToken);
    }

    /// <summary>Starts the host and waits until it serves.</summary>
    public static async Task<HostProcess> ServeAsync(
        IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string>>? environment = null, CancellationToken cancellationToken = default)
    {
        var host = Start(arguments, environment, cancellationToken);
        await host.ServesAsync();
        return host;
    }

    /// <summary>Waits until it serves.</summary>
    public async Task ServesAsync()
    {
        try
        {
            while (!(await NextLineAsync()).Contains("Ctrl-C ends it", StringComparison.Ordinal))
            {
                // What it prints before that is in Output.
            }
        }
        catch (ChannelClosedException e)
        {
            throw new InvalidOperationException($"The host ended before it served:\n{Output}", e);
        }
    }

    /// <summary>Waits for the next line that it prints.</summary>
    public async Task<string> NextLineAsync() => await _lines.Reader.ReadAsync(_cancellationToken);

    /// <summary>Waits for its end, and gives its exit code.</summary>
    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync(_cancellationToken);
        return _process.ExitCode;
    }

    /// <summary>Ends it as <c>kill -9</c> does.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await ExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }

    private void OnLine(string? line)
    {
        if (line is not null)
        {
            _output.Enqueue(line);
            _lines.Writer.TryWrite(line);
        }
        else if (Interlocked.Decrement(ref _open) == 0)
        {
            _lines.Writer.Complete();
        }
    }
}
