using ContactRelay.Mailboxes;
using Xunit;

namespace ContactRelay.Tests.Delivery;

/// <summary>What becomes of each message of the queue.</summary>
public sealed class QueueMessageHandlerTests : IAsyncDisposable
{
    private readonly RelayUnderTest _relay = new();

    public ValueTask DisposeAsync() => _relay.DisposeAsync();

    [Fact]
    public async Task Wake_up_delivers_what_is_pending()
    {
        var id = await _relay.AcceptAsync("1");

        await _relay.HandleAllAsync();

        Assert.Equal(UpdateStatus.Delivered, (await _relay.MailboxAsync("1")).FindSettled(id)?.Status);
        Assert.Equal("/rest/api/users/1", Assert.Single(_relay.Provider.Requests).Path);
    }
}
