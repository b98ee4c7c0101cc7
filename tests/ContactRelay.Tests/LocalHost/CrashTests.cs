using System.Net.Http.Json;
using System.Text.Json;
using ContactRelay.Sandbox;
using Xunit;

namespace ContactRelay.Tests.LocalHost;

/// <summary>A process that is killed loses nothing that it has accepted.</summary>
[Trait("Starts", "process")]
public sealed class CrashTests : IDisposable
{
    private const int Updates = 400;
    private const int Contacts = 40;
    private const int KilledAfter = 150;

    private readonly TestFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Kill_in_the_middle_of_updates_loses_none_and_the_newest_values_win()
    {
        await using var sandbox = await SandboxServer.StartAsync("http://127.0.0.1:0", TimeProvider.System, Token);
        var (arguments, environment, url) = await SetUpAsync(sandbox);
        using var sender = new Sender(url);
        var host = await HostProcess.ServeAsync(arguments, environment, Token);
        var sending = sender.SendAllAsync();

        await sender.Accepted(KilledAfter);
        await host.KillAsync();
        Assert.True(sender.Count < Updates);
        await using var next = await HostProcess.ServeAsync(arguments, environment, Token);
        await sending;

        var updates = await sender.SettledAsync(next);
        Assert.Equal(Updates, updates.Count);
        Assert.All(updates, update => Assert.Contains(update.Status, new[] { "delivered", "superseded" }));
        foreach (var contact in updates.GroupBy(update => update.Contact))
        {
            // Updates of one contact may be accepted within one millisecond; then the mailbox's own order decides,
            // which the status does not show.
            var newest = contact.Where(update => update.Version == contact.Max(other => other.Version));
            var name = sandbox.Contact("kulea", contact.Key)!.Values.GetProperty("forename").GetString();
            Assert.Contains(name, newest.Select(update => update.Name));
        }

        AssertNothingToldIn(next.Output + host.Output);
    }

    private static void AssertNothingToldIn(string output)
    {
        Assert.Contains(" delivered ", output, StringComparison.Ordinal);
        Assert.DoesNotContain("contact-", output, StringComparison.Ordinal);
        Assert.DoesNotContain("name-", output, StringComparison.Ordinal);
        Assert.DoesNotContain(SandboxKeys.Kulea, output, StringComparison.Ordinal);
    }

    private async Task<(string[] Arguments, KeyValuePair<string, string>[] Environment, string Url)> SetUpAsync(SandboxServer sandbox)
    {
        var tenants = Directory.CreateDirectory(Path.Combine(_folder.Path, "tenants")).FullName;
        await File.WriteAllTextAsync(Path.Combine(tenants, "acme.json"), $$"""
            { "id": "acme", "provider": "kulea", "baseUrl": "{{sandbox.BaseAddress}}", "apiKeySecret": "acme-kulea",
              "callers": [ { "name": "test", "keySha256": "c48a01f49fd0f2cc404bc3cbbc80e91457a3d41bb429a695243de4c61794155c" } ] }
            """, Token);
        var url = $"http://127.0.0.1:{FreePort.Next()}";
        return (
            ["--data", Path.Combine(_folder.Path, "data"), "--tenants", tenants, "--sandbox", "off", "--urls", url],
            [new("Secrets__acme-kulea", SandboxKeys.Kulea)],
            url);
    }

    private sealed record Update(string Contact, string Name, string Status, DateTimeOffset Version);

    /// <summary>Sends updates from several connections, each again until it is answered, as a good caller does.</summary>
    private sealed class Sender(string url) : IDisposable
    {
        private readonly HttpClient _client = new() { BaseAddress = new(url), DefaultRequestHeaders = { Authorization = new("Bearer", "demo-key") } };
        private readonly Dictionary<int, Uri> _locations = [];
        private readonly TaskCompletionSource _enough = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _wanted;

        public int Count
        {
            get
            {
                lock (_locations)
                {
                    return _locations.Count;
                }
            }
        }

        public Task Accepted(int count)
        {
            lock (_locations)
            {
                _wanted = count;
            }

            return _enough.Task.WaitAsync(Token);
        }

        public Task SendAllAsync() => Parallel.ForEachAsync(
            Enumerable.Range(0, Updates), new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Token }, async (i, _) => await SendAsync(i));

        public async Task<List<Update>> SettledAsync(HostProcess host)
        {
            var updates = new List<Update>();
            foreach (var (i, location) in _locations)
            {
                JsonElement update;
                while ((update = await _client.GetFromJsonAsync<JsonElement>(location, Token)).GetProperty("status").GetString() == "accepted")
                {
                    // Each update that is settled is a line of the log, so there is one to come.
                    await host.NextLineAsync();
                }

                updates.Add(new(Contact(i), Name(i), update.GetProperty("status").GetString()!, update.GetProperty("version").GetDateTimeOffset()));
            }

            return updates;
        }

        public void Dispose() => _client.Dispose();

        private static string Contact(int i) => $"contact-{i % Contacts}";

        private static string Name(int i) => $"name-{i}";

        private async Task SendAsync(int i)
        {
            while (true)
            {
                try
                {
                    using var request = new HttpRequestMessage(HttpMethod.Patch, $"/api/tenants/acme/contacts/{Contact(i)}")
                    {
                        Content = JsonContent.Create(new { firstName = Name(i) }),
                        Headers = { { "Idempotency-Key", $"key-{i}" } },
                    };
                    using var response = await _client.SendAsync(request, Token);
                    response.EnsureSuccessStatusCode();
                    OnAccepted(i, response.Headers.Location!);
                    return;
                }
                catch (HttpRequestException)
                {
                    // The process is gone: until the next one serves, there is nobody to answer.
                    Token.ThrowIfCancellationRequested();
                }
            }
        }

        private void OnAccepted(int i, Uri location)
        {
            lock (_locations)
            {
                _locations[i] = location;
                if (_wanted > 0 && _locations.Count >= _wanted)
                {
                    _enough.TrySetResult();
                }
            }
        }
    }
}
