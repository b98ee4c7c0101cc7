using System.Net.Sockets;
using System.Text;
using ContactRelay.Contacts;
using ContactRelay.Providers;
using ContactRelay.Providers.Bosscart;
using ContactRelay.Providers.CampaignLark;
using ContactRelay.Providers.Everlytic;
using ContactRelay.Providers.Kulea;
using Xunit;

namespace ContactRelay.Tests.Delivery;

/// <summary>What the status shows of an answer that came over a real connection, for each of the five provider calls.</summary>
public sealed class ProviderAnswerTests
{
    private static readonly IContactProvider[] Providers =
        [new KuleaProvider(), new BosscartProvider(), new CampaignLarkProvider(), new EverlyticProvider()];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> EachCallWithEachAnswer()
    {
        var data = new TheoryData<string, string>();
        foreach (var call in ProviderCalls.Names)
        {
            foreach (var answer in AnswerCases.All.Keys)
            {
                data.Add(call, answer);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(EachCallWithEachAnswer))]
    public async Task CallAsync_answer_has_its_outcome_and_its_reason_in_our_own_words(string call, string answer)
    {
        var expected = AnswerCases.All[answer];
        await using var server = new ScriptedServer(SendAndClose(expected.Bytes(call)));
        await using var calls = new ProviderCalls();

        var report = await calls.CallAsync(call, server.Url);

        Assert.Equal((expected.Word, expected.Status, expected.IsUnknown), (report.Attempt.Outcome, report.Attempt.HttpStatus, report.Attempt.Unknown));
        Assert.Equal(expected.Reason, report.Attempt.Reason);
        Assert.Equal(expected.Word == "delivered" ? ProviderCalls.ContactId : null, report.Outcome.RecordId);
        await server.RequestAsync(Cancellation);
        Assert.Equal(0, server.UnreadRequests);
    }

    // What is left of the first answer's bytes must never be taken for the second's.
    [Fact]
    public async Task CallAsync_after_an_answer_with_another_behind_it_has_its_own()
    {
        const string refused = """{"success":false,"reason":"meant for nobody"}""";
        await using var server = new ScriptedServer(
            ScriptedServer.Send(ScriptedServer.Http("200 OK", ProviderCalls.Success("kulea")) + ScriptedServer.Http("200 OK", refused)),
            ScriptedServer.Send(ScriptedServer.Http("200 OK", ProviderCalls.Success("kulea"))));
        await using var calls = new ProviderCalls();

        var first = await calls.CallAsync("kulea", server.Url);
        var second = await calls.CallAsync("kulea", server.Url);

        Assert.Equal((OutcomeKind.Delivered, OutcomeKind.Delivered), (first.Outcome.Kind, second.Outcome.Kind));
    }

    [Theory]
    [InlineData("kulea")]
    [InlineData("bosscart")]
    [InlineData("campaignlark")]
    [InlineData("everlytic")]
    [InlineData("everlytic-xmlrpc")]
    public void ReadAnswer_success_that_breaks_off_anywhere_is_never_one(string call)
    {
        var tenant = ProviderCalls.Tenant(call, "https://acme.example");
        var provider = new ProviderRegistry(Providers).Of(tenant);
        var whole = Encoding.UTF8.GetBytes(ProviderCalls.Success(call));
        Assert.Equal(OutcomeKind.Delivered, Read(whole.Length).Kind);

        for (var length = 0; length < whole.Length; length++)
        {
            var outcome = Read(length);
            Assert.Equal((length, OutcomeKind.RetryLater, true), (length, outcome.Kind, outcome.Unknown));
        }

        DeliveryOutcome Read(int length) =>
            provider.ReadAnswer(new ProviderAnswer(200, whole.AsMemory(0, length)), ProviderCalls.ContactId, ProviderCalls.Patch(call), ContactFields.Empty, tenant).Outcome;
    }

    private static Func<Socket, CancellationToken, Task> SendAndClose(byte[] bytes) => async (socket, cancellation) =>
    {
        for (var sent = 0; sent < bytes.Length;)
        {
            sent += await socket.SendAsync(bytes.AsMemory(sent), cancellation);
        }

        socket.Shutdown(SocketShutdown.Both);
    };
}
