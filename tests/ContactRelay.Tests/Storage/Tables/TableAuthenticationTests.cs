using System.Net;
using Azure.Core.Pipeline;
using ContactRelay.Storage.Tables;
using ContactRelay.Tests.Secrets;
using Xunit;

namespace ContactRelay.Tests.Storage.Tables;

public sealed class TableAuthenticationTests : IDisposable
{
    private static readonly TableKey Key = new("acme|1", "mailbox");
    private readonly StandInTables _service = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _service.Dispose();

    [Fact]
    public async Task A_token_goes_with_each_request_for_the_storage_alone()
    {
        _service.ThenError(HttpStatusCode.NotFound, "ResourceNotFound");
        var credential = new StandInCredential();

        await _service.Open(authentication: new BearerTokenAuthenticationPolicy(credential, TableClientOptions.Scope)).GetAsync(Key, Token);

        Assert.Equal($"Bearer {credential.Token}", Assert.Single(_service.Requests).Headers["Authorization"]);
        Assert.Equal(["https://storage.azure.com/.default"], Assert.Single(credential.Asked).Scopes);
    }

    [Fact]
    public void The_signature_is_that_of_the_documentation()
    {
        // GET of a table's row at noon, signed by hand with HMAC-SHA256 as the documentation's section on tables says.
        var policy = new SharedKeyPolicy(StandInTables.Key);
        var headers = HttpPipelineBuilder.Build(new TableClientOptions()).CreateRequest().Headers;

        var value = policy.Authorize(
            "GET", headers, "Fri, 02 Jan 2026 12:00:00 GMT", new($"{StandInTables.Account}/mailboxes(PartitionKey='a%7C1',RowKey='m')?$select=pending"));

        Assert.Equal("SharedKey account:7TZgzl1iBO4QRpRU41gFoFWrJ2+JYEKvU04Zc7+nAyo=", value);
    }

    [Fact]
    public async Task Each_try_is_signed_for_itself()
    {
        _service.ThenError(HttpStatusCode.ServiceUnavailable, "ServerBusy").ThenError(HttpStatusCode.NotFound, "ResourceNotFound");

        await _service.Open().GetAsync(Key, Token);

        Assert.All(_service.Requests, request => Assert.StartsWith("SharedKey account:", request.Headers["Authorization"], StringComparison.Ordinal));
        Assert.All(_service.Requests, request => Assert.NotEmpty(request.Headers["x-ms-date"]));
    }
}
