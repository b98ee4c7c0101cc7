using System.Text;
using ContactRelay.Tests.Storage;
using Xunit;

namespace ContactRelay.Tests.LocalHost;

/// <summary>The local host on a storage account does what it does on its embedded storage.</summary>
public sealed class AzuriteHostTests(AzuriteFixture azurite)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("demo-kulea", "4294967668", """{"firstName":"Junaid"}""")]
    [InlineData("demo-bosscart", "1001", """{"email":"ada@example.com","firstName":"Ada","lastName":"Lovelace"}""")]
    [InlineData("demo-campaignlark", "64f1a2b3c4d5e6f7a8b9c0d1", """{"firstName":"Grace","subscription":"subscribed","tags":["vip"]}""")]
    [InlineData("demo-everlytic", "2001", """{"firstName":"Lindiwe"}""")]
    [InlineData("demo-everlytic-xmlrpc", "2002", """{"firstName":"Zoë"}""")]
    public async Task Patch_of_a_demo_tenant_is_delivered(string tenant, string contact, string patch)
    {
        await using var host = await RunningHost.StartOnAccountAsync(await azurite.NewConnectionStringAsync());

        var update = await host.SettledAsync(await host.AcceptAsync(tenant, contact, patch));

        Assert.Equal(("delivered", contact), (update.GetProperty("status").GetString(), update.GetProperty("recordId").GetString()));
    }

    [Fact]
    public async Task Whole_update_that_another_service_enqueues_in_base64_is_delivered()
    {
        var connection = await azurite.NewConnectionStringAsync();
        await using var host = await RunningHost.StartOnAccountAsync(connection);
        var queue = new Azure.Storage.Queues.QueueClient(connection, "contact-updates");
        await queue.CreateIfNotExistsAsync(cancellationToken: Token);

        const string Text = """{"tenant":"demo-kulea","contactId":"7","changes":{"firstName":"A"}}""";
        await queue.SendMessageAsync(Convert.ToBase64String(Encoding.UTF8.GetBytes(Text)), Token);

        while (host.Sandbox.Contact("kulea", "7") is not { Updates: > 0 })
        {
            Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        Assert.Equal("A", host.Sandbox.Contact("kulea", "7")!.Values.GetProperty("forename").GetString());
    }

    [Fact]
    public async Task Tenants_and_mailboxes_outlive_the_host()
    {
        var connection = await azurite.NewConnectionStringAsync();
        Uri location;
        await using (var first = await RunningHost.StartOnAccountAsync(connection))
        {
            location = await first.AcceptAsync("demo-kulea", "7", """{"firstName":"A"}""");
            await first.SettledAsync(location);
        }

        await using var second = await RunningHost.StartOnAccountAsync(connection);
        var update = await second.GetAsync(new Uri(location.PathAndQuery, UriKind.Relative));

        Assert.Equal("delivered", update.GetProperty("status").GetString());
    }
}
