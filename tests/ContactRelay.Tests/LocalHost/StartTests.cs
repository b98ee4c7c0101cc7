using System.Net;
using System.Net.Sockets;
using Xunit;

namespace ContactRelay.Tests.LocalHost;

/// <summary>What the local host says when it cannot start.</summary>
[Trait("Starts", "process")]
public sealed class StartTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Start_on_a_folder_in_use_ends_with_a_clear_message()
    {
        await using var first = await HostProcess.ServeAsync(Arguments(), cancellationToken: Token);

        await using var second = HostProcess.Start(Arguments(), cancellationToken: Token);

        Assert.Equal(1, await second.ExitAsync());
        Assert.Contains("is in use by another ContactRelay", second.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", second.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--urls")]
    [InlineData("--sandbox")]
    public async Task Start_on_a_used_port_ends_with_a_clear_message(string option)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var url = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";

        await using var host = HostProcess.Start(option == "--urls" ? Arguments(urls: url) : Arguments(sandbox: url), cancellationToken: Token);

        Assert.Equal(1, await host.ExitAsync());
        Assert.Contains("address already in use", host.Output, StringComparison.Ordinal);
        Assert.Contains($"Choose another address with {option}", host.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", host.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_with_a_wrong_tenant_document_names_the_file_and_the_pointer()
    {
        var tenants = Directory.CreateDirectory(Path.Combine(_folder.Path, "tenants")).FullName;
        await File.WriteAllTextAsync(
            Path.Combine(tenants, "acme.json"),
            """{"id":"acme","provider":"kulea","baseUrl":"ftp://x","apiKeySecret":"acme","fieldmap":{}}""",
            Token);

        await using var host = HostProcess.Start([.. Arguments(), "--tenants", tenants], cancellationToken: Token);

        Assert.Equal(1, await host.ExitAsync());
        Assert.Contains("acme.json", host.Output, StringComparison.Ordinal);
        Assert.Contains("/baseUrl", host.Output, StringComparison.Ordinal);
        Assert.Contains("/fieldmap", host.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://0.0.0.0:0")]
    [InlineData("http://*:0")]
    [InlineData("http://[::]:0")]
    [InlineData("http://loopback:0")]
    [InlineData("http://127.0.0.1:0;http://relay.example:0")]
    public async Task Start_beyond_loopback_with_the_default_admin_key_is_refused(string urls)
    {
        await using var host = HostProcess.Start(Arguments(urls: urls), cancellationToken: Token);

        Assert.Equal(1, await host.ExitAsync());
        Assert.Contains("set AdminKey", host.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_takes_its_options_from_the_environment_too()
    {
        var data = Path.Combine(_folder.Path, "from-environment");

        await using var host = await HostProcess.ServeAsync(
            [], [new("data", data), new("urls", "http://127.0.0.1:0"), new("sandbox", "off")], Token);

        Assert.True(File.Exists(Path.Combine(data, "contactrelay.db")));
        Assert.DoesNotContain("sandbox", host.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_without_the_sandbox_leaves_the_stored_demo_tenants_alone()
    {
        await using (await HostProcess.ServeAsync(Arguments(), cancellationToken: Token))
        {
        }

        await using var host = await HostProcess.ServeAsync(Arguments(sandbox: "off"), cancellationToken: Token);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(new(Url(host)), "/api/tenants")) { Headers = { { "x-functions-key", "dev-admin" } } };
        using var client = new HttpClient();
        using var tenants = await client.SendAsync(request, Token);

        Assert.Contains("demo-kulea", await tenants.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.DoesNotContain("demo-", host.Output, StringComparison.Ordinal);
    }

    private static string Url(HostProcess host) => System.Text.RegularExpressions.Regex.Match(host.Output, "API at (.*)").Groups[1].Value.Trim();

    private string[] Arguments(string urls = "http://127.0.0.1:0", string sandbox = "http://127.0.0.1:0") =>
        ["--data", Path.Combine(_folder.Path, "data"), "--urls", urls, "--sandbox", sandbox];
}
