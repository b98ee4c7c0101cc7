using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using ContactRelay.Sandbox;
using Xunit;

namespace ContactRelay.Tests.LocalHost;

/// <summary>A process that is asked to end finishes what it has begun.</summary>
[Trait("Starts", "process")]
public sealed class ShutdownTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Sigterm_within_a_call_lets_it_be_answered_and_settled_and_makes_no_other()
    {
        var time = new ManualTime();
        await using var sandbox = await SandboxServer.StartAsync("http://127.0.0.1:0", time, Token);
        sandbox.Throw("kulea", new SandboxFault { Delay = TimeSpan.FromSeconds(5) });
        var url = $"http://127.0.0.1:{FreePort.Next()}";
        using var client = new HttpClient { BaseAddress = new(url), DefaultRequestHeaders = { Authorization = new("Bearer", "demo-key") } };
        await using var host = await ServeAsync(sandbox, url);
        using var accepted = await client.PatchAsJsonAsync("/api/tenants/acme/contacts/7", new { firstName = "A" }, Token);
        await CalledAsync(sandbox);

        await TerminateAsync(host);
        while (!(await host.NextLineAsync()).Contains("Taking no more messages from contact-updates", StringComparison.Ordinal))
        {
            // What it says before that does not matter.
        }

        Assert.False(host.HasExited);
        time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(0, await host.ExitAsync());
        await using var next = await ServeAsync(sandbox, url);
        var update = await client.GetFromJsonAsync<JsonElement>(accepted.Headers.Location, Token);
        Assert.Equal(("delivered", 1), (update.GetProperty("status").GetString(), update.GetProperty("attemptCount").GetInt32()));
        Assert.Single(sandbox.Requests("kulea"));
    }

    private static async Task CalledAsync(SandboxServer sandbox)
    {
        while (sandbox.Requests("kulea").Count == 0)
        {
            Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private static async Task TerminateAsync(HostProcess host)
    {
        using var kill = Process.Start("kill", ["-TERM", host.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(Token);
        Assert.Equal(0, kill.ExitCode);
    }

    private async Task<HostProcess> ServeAsync(SandboxServer sandbox, string url)
    {
        var tenants = Directory.CreateDirectory(Path.Combine(_folder.Path, "tenants")).FullName;
        await File.WriteAllTextAsync(Path.Combine(tenants, "acme.json"), $$"""
            { "id": "acme", "provider": "kulea", "baseUrl": "{{sandbox.BaseAddress}}", "apiKeySecret": "acme-kulea",
              "callers": [ { "name": "test", "keySha256": "c48a01f49fd0f2cc404bc3cbbc80e91457a3d41bb429a695243de4c61794155c" } ] }
            """, Token);
        return await HostProcess.ServeAsync(
            ["--data", Path.Combine(_folder.Path, "data"), "--tenants", tenants, "--sandbox", "off", "--urls", url],
            [new("Secrets__acme-kulea", SandboxKeys.Kulea), new("Logging__LogLevel__ContactRelay", "Debug")],
            Token);
    }
}
