using System.Collections.Concurrent;
using System.Net;
using Azure.Core;
using Azure.Core.Pipeline;
using ContactRelay.Storage;
using ContactRelay.Tests.Storage.Tables;
using Xunit;

namespace ContactRelay.Tests.Storage;

/// <summary>What the queues on Azure do beyond the port.</summary>
public sealed class AzureUpdateQueueTests(AzuriteFixture azurite)
{
    private const string Queue = "contact-updates";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Send_never_lets_a_message_expire_nor_come_too_early()
    {
        var sent = new SentUrls();
        var clients = new AzureClients(await azurite.NewAccountAsync(), options => options.AddPolicy(sent, HttpPipelinePosition.PerRetry));
        var queue = new AzureUpdateQueue(clients);

        await queue.SendAsync(Queue, "one", TimeSpan.FromMilliseconds(1_001), Token);
        await queue.SendAsync(Queue, "two", TimeSpan.Zero, Token);

        Assert.Equal(
            [
                "POST /contact-updates/messages?visibilitytimeout=2&messagettl=-1", "PUT /contact-updates",
                "POST /contact-updates/messages?visibilitytimeout=2&messagettl=-1",
                "POST /contact-updates/messages?visibilitytimeout=0&messagettl=-1",
            ],
            sent.All);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData((7 * 24 * 3600) + 1)]
    public async Task Send_refuses_a_delay_that_no_queue_takes(int seconds) =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () =>
            await new AzureUpdateQueue(null!).SendAsync(Queue, "one", TimeSpan.FromSeconds(seconds), Token));

    [Theory]
    [InlineData("{\"contactId\":\"<&>\\u0000 \uFFFD\uE000 Zoë 🎈\"}")]
    [InlineData("line\nline\ttab ]]> &amp; %2F")]
    public async Task Send_keeps_a_text_as_it_is(string text)
    {
        var clients = new AzureClients(await azurite.NewAccountAsync());

        await new AzureUpdateQueue(clients).SendAsync(Queue, text, TimeSpan.Zero, Token);

        Assert.Equal(text, (await clients.Queue(Queue).ReceiveMessageAsync(cancellationToken: Token)).Value.MessageText);
    }

    [Fact]
    public async Task Send_to_a_storage_that_is_away_says_so_and_quotes_nothing()
    {
        var connection = new AzureStorageConnection
        {
            TableEndpoint = new("http://127.0.0.1:1/nobody"),
            QueueEndpoint = new("http://127.0.0.1:1/nobody"),
            Key = new("nobody", "c2VjcmV0a2V5"),
        };
        var clients = new AzureClients(connection, options => options.Retry.MaxRetries = 0);

        var error = await Assert.ThrowsAsync<StorageUnavailableException>(async () =>
            await new AzureUpdateQueue(clients).SendAsync(Queue, "secret-contact-4711", TimeSpan.Zero, Token));

        Assert.Equal("Cannot reach the queue 'contact-updates'.", error.Message);
        Assert.DoesNotContain("secret-contact-4711", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("c2VjcmV0a2V5", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("{}")]
    public async Task Send_that_something_else_answers_says_so(string body)
    {
        using var service = new StandInTables();
        service.Then(HttpStatusCode.NotImplemented, body);

        var error = await Assert.ThrowsAsync<StorageUnavailableException>(async () =>
            await new AzureUpdateQueue(service.OpenAccount()).SendAsync(Queue, "one", TimeSpan.Zero, Token));

        Assert.Equal("What answered for the queue 'contact-updates' is not the storage.", error.Message);
    }

    [Fact]
    public async Task Send_with_a_wrong_key_says_what_was_answered()
    {
        var connection = await azurite.NewAccountAsync();
        var clients = new AzureClients(connection with { Key = connection.Key! with { Key = "d3Jvbmc=" } });

        var error = await Assert.ThrowsAsync<StorageUnavailableException>(async () =>
            await new AzureUpdateQueue(clients).SendAsync(Queue, "one", TimeSpan.Zero, Token));

        Assert.StartsWith("The storage answered HTTP 403 (", error.Message, StringComparison.Ordinal);
    }

    private sealed class SentUrls : HttpPipelineSynchronousPolicy
    {
        private readonly ConcurrentQueue<string> _urls = new();

        public IEnumerable<string> All => _urls;

        public override void OnSendingRequest(HttpMessage message)
        {
            var uri = message.Request.Uri.ToUri();
            _urls.Enqueue($"{message.Request.Method} {uri.PathAndQuery[uri.AbsolutePath.IndexOf('/', 1)..]}");
        }
    }
}
