using System.Diagnostics;
using System.Globalization;
using ContactRelay.Sandbox;
using ContactRelay.Tests;
using ContactRelay.Tests.LocalHost;

namespace ContactRelay.Soak.Relay;

/// <summary>The local host, one process after the other at the same address and with the same data. The providers are not in it, and so outlive it.</summary>
internal sealed class RelayHost(TestFolder folder, SandboxServer sandbox, string storage, CancellationToken cancellationToken) : IAsyncDisposable
{
    /// <summary>The key of the administrator.</summary>
    public const string AdminKey = "soak-admin";

    /// <summary>How long a queue on Azure hides what a process that died had in hand.</summary>
    public static readonly TimeSpan HiddenAfterDeath = TimeSpan.FromMinutes(10);

    private readonly string _tenants = WriteTenants(folder, sandbox);
    private HostProcess? _process;

    /// <summary>Where the API is served.</summary>
    public Uri Url { get; } = new($"http://127.0.0.1:{FreePort.Next()}");

    /// <summary>What the present process has printed.</summary>
    public string Output => _process!.Output;

    /// <summary>Whether the present process has ended.</summary>
    public bool HasExited => _process!.HasExited;

    /// <summary>The present process's number.</summary>
    public int Id => _process!.Id;

    /// <summary>Starts a process, and returns at once.</summary>
    public void Start() => _process = HostProcess.Start(
        ["--data", Path.Combine(folder.Path, "data"), "--tenants", _tenants, "--sandbox", "off", "--storage", storage, "--urls", Url.ToString()],
        [KeyValuePair.Create("AdminKey", AdminKey), .. Subject.All.Select(subject => KeyValuePair.Create($"Secrets__{subject.Tenant}", subject.ApiKey))],
        cancellationToken);

    /// <summary>Waits until the process serves.</summary>
    public Task ServesAsync() => _process!.ServesAsync();

    /// <summary>Ends the process as <c>kill -9</c> does, also one that is stopped.</summary>
    public Task KillAsync() => _process!.KillAsync();

    /// <summary>Stops the process where it stands: SIGSTOP.</summary>
    public Task StopAsync() => SignalAsync("STOP");

    /// <summary>Lets the process go on: SIGCONT.</summary>
    public Task ContinueAsync() => SignalAsync("CONT");

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }
    }

    private static string WriteTenants(TestFolder folder, SandboxServer sandbox)
    {
        var tenants = Directory.CreateDirectory(Path.Combine(folder.Path, "tenants")).FullName;
        foreach (var subject in Subject.All)
        {
            File.WriteAllText(Path.Combine(tenants, $"{subject.Tenant}.json"), subject.Document(sandbox.BaseAddress));
        }

        return tenants;
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(cancellationToken);
        if (kill.ExitCode != 0)
        {
            throw new InvalidOperationException($"kill -{signal} failed.");
        }
    }
}
