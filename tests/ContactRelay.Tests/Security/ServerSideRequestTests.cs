using System.Net;
using System.Text;
using ContactRelay.Delivery;
using ContactRelay.Tenants;
using ContactRelay.Tests.Delivery;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ContactRelay.Tests.Security;

/// <summary>No tenant's document makes the service call into the network that it runs in.</summary>
public sealed class ServerSideRequestTests : ProviderSenderTest
{
    [Theory]
    [InlineData("https://127.0.0.1")]
    [InlineData("https://2130706433")]
    [InlineData("https://0x7f000001")]
    [InlineData("https://0x7f.1")]
    [InlineData("https://017700000001")]
    [InlineData("https://0177.0.0.01")]
    [InlineData("https://127.00.00.1")]
    [InlineData("https://127。0。0。1")]
    [InlineData("https:/\\127.0.0.1")]
    [InlineData("https://0")]
    [InlineData("https://169.254.169.254/metadata/identity/oauth2/token")]
    [InlineData("https://2852039166")]
    [InlineData("https://168.63.129.16")]
    [InlineData("https://[::1]")]
    [InlineData("https://[::1%251]")]
    [InlineData("https://[fe80::1%25eth0]")]
    [InlineData("https://[fe80::1%eth0]")]
    [InlineData("https://[fd00::1%25eth0]")]
    [InlineData("https://[::ffff:127.0.0.1]")]
    [InlineData("https://[::ffff:0:127.0.0.1]")]
    [InlineData("https://[64:ff9b::10.0.0.4]")]
    [InlineData("https://[64:ff9b:1::10.0.0.4]")]
    [InlineData("https://[2002:a00:4::]")]
    [InlineData("https://[2001:0:a00:4::]")]
    [InlineData("https://[5f00::1]")]
    [InlineData("https://acme.example@127.0.0.1")]
    [InlineData("https://acme.example%20@127.0.0.1")]
    [InlineData("https://127.0.0.1#@acme.example")]
    [InlineData("https://127.0.0.1?@acme.example")]
    [InlineData("https://127.0.0.1\\@acme.example")]
    [InlineData("https://acme.example\\@127.0.0.1")]
    [InlineData("http://acme.example")]
    public async Task PutAsync_address_that_is_not_public_is_refused_and_not_stored(string baseUrl)
    {
        var store = new EmptyTenantStore();
        await using var services = new ServiceCollection()
            .AddLogging().AddSingleton<ITenantStore>(store).AddContactRelay(new ConfigurationBuilder().Build()).BuildServiceProvider();
        var document = $$"""{"id":"acme","provider":"kulea","baseUrl":"{{baseUrl.Replace("\\", "\\\\", StringComparison.Ordinal)}}","apiKeySecret":"acme"}""";

        var change = await services.GetRequiredService<TenantAdmin>().PutAsync("acme", Encoding.UTF8.GetBytes(document), Cancellation);

        Assert.Equal(TenantChangeOutcome.Refused, change.Outcome);
        Assert.Equal("/baseUrl", Assert.Single(change.Errors).Pointer);
        Assert.Equal(0, store.Saves);
    }

    [Theory]
    [InlineData("AllowLocalProviders", null, null)]
    [InlineData("AllowLocalProviders", "True", null)]
    [InlineData("AllowLocalProviders", "true", "acme-app")]
    public void AddContactRelay_rule_is_strict_unless_a_developer_says_otherwise(string key, string? value, string? site)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new(key, value), new("WEBSITE_SITE_NAME", site)]).Build();
        using var services = new ServiceCollection().AddContactRelay(configuration).BuildServiceProvider();

        Assert.False(services.GetRequiredService<BaseUrlRule>().AllowLocal);
    }

    // Names in the document are not resolved when it is stored: what counts is where the connection goes.
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("64:ff9b::7f00:1")]
    public async Task SendAsync_public_name_that_leads_inside_is_not_connected_to(string address)
    {
        await using var server = new ScriptedServer();
        var asked = new List<string>();

        var outcome = Failure(await Sender(Resolve).SendAsync(Request($"https://acme.example:{server.Port}/")));

        AssertNotSent(outcome);
        Assert.Equal(["acme.example"], asked);
        Assert.Equal(0, server.Connections);
        Assert.DoesNotContain(address, outcome.Reason, StringComparison.Ordinal);

        Task<IPAddress[]> Resolve(string host, CancellationToken cancellationToken)
        {
            asked.Add(host);
            return Task.FromResult<IPAddress[]>([IPAddress.Parse(address), IPAddress.Loopback]);
        }
    }

    [Theory]
    [InlineData("LOCALHOST")]
    [InlineData("[::1%251]")]
    [InlineData("[::ffff:7f00:1]")]
    [InlineData("0x7f.1")]
    [InlineData("0")]
    [InlineData("user@127.0.0.1")]
    [InlineData("127。0。0。1")]
    public async Task SendAsync_host_that_is_this_machine_in_disguise_is_not_connected_to(string host)
    {
        await using var server = new ScriptedServer();

        AssertNotSent(Failure(await Sender(allowLocal: false).SendAsync(Request($"http://{host}:{server.Port}/"))));

        Assert.Equal(0, server.Connections);
    }

    // The addresses that were checked are the ones that are connected to: the name is not looked up in between.
    [Fact]
    public async Task FindAsync_name_whose_addresses_change_is_checked_each_time_and_gives_the_public_ones()
    {
        var rule = new BaseUrlRule(AllowLocal: false);
        var answers = new Queue<IPAddress[]>(
        [
            [IPAddress.Parse("8.8.8.8")],
            [IPAddress.Parse("10.0.0.4")],
            [IPAddress.Loopback, IPAddress.Parse("2606:4700::1111"), IPAddress.Parse("169.254.169.254")],
        ]);

        Assert.Equal([IPAddress.Parse("8.8.8.8")], await FindAsync());
        await Assert.ThrowsAsync<HttpRequestException>(FindAsync);
        Assert.Equal([IPAddress.Parse("2606:4700::1111")], await FindAsync());
        Assert.Empty(answers);

        Task<IPAddress[]> FindAsync() =>
            ProviderConnection.FindAsync("acme.example", rule, (_, _) => Task.FromResult(answers.Dequeue()), Cancellation);
    }

    [Fact]
    public async Task SendAsync_each_connection_asks_for_the_names_addresses_once()
    {
        await using var server = new ScriptedServer(
            ScriptedServer.SendAndClose("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"),
            ScriptedServer.Send(ScriptedServer.Http("200 OK")));
        var answers = new Queue<IPAddress[]>([[IPAddress.Loopback], []]);
        var sender = Sender((_, _) => Task.FromResult(answers.Dequeue()), allowLocal: true);

        Assert.Equal(200, Answer(await sender.SendAsync(Request($"http://acme.example:{server.Port}/"))).Status);
        AssertNotSent(Failure(await sender.SendAsync(Request($"http://acme.example:{server.Port}/"))));

        Assert.Equal(1, server.Connections);
        Assert.Empty(answers);
    }

    [Fact]
    public void CreateHandler_nothing_diverts_a_request()
    {
        using var handler = ProviderConnection.CreateHandler(new BaseUrlRule(AllowLocal: false));

        Assert.Equal((false, false, false), (handler.AllowAutoRedirect, handler.UseProxy, handler.UseCookies));
    }

    private ProviderSender Sender(Func<string, CancellationToken, Task<IPAddress[]>> resolve, bool allowLocal = false) => Sender(
        allowLocal,
        services => services.AddHttpClient(ProviderSender.ClientName).ConfigurePrimaryHttpMessageHandler(provider =>
            ProviderConnection.CreateHandler(provider.GetRequiredService<BaseUrlRule>(), resolve)));

    private sealed class EmptyTenantStore : ITenantStore
    {
        public int Saves { get; private set; }

        public ValueTask<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlyList<string>>([]);

        public ValueTask<IReadOnlyList<string>> ListClosedAsync(CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlyList<string>>([]);

        public ValueTask<StoredTenant?> FindAsync(string id, CancellationToken cancellationToken) => ValueTask.FromResult<StoredTenant?>(null);

        public ValueTask<bool> SaveAsync(string id, ReadOnlyMemory<byte> document, TenantLife life, string? etag, CancellationToken cancellationToken)
        {
            Saves++;
            return ValueTask.FromResult(true);
        }

        public ValueTask<bool> DeleteAsync(string id, string etag, CancellationToken cancellationToken) => ValueTask.FromResult(false);
    }
}
