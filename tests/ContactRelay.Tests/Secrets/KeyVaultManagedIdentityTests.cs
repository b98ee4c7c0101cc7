using System.Net;
using Azure.Core.Pipeline;
using Azure.Identity;
using ContactRelay.Secrets;
using Xunit;

namespace ContactRelay.Tests.Secrets;

/// <summary>The app's own identity, as the library chooses it on Azure; the endpoint for its tokens is a stand-in.</summary>
public sealed class KeyVaultManagedIdentityTests : KeyVaultTest
{
    // The SDK keeps tokens by client id for the whole process.
    private readonly string _clientId = Guid.NewGuid().ToString();

    [Fact]
    public async Task ReadAsync_token_is_for_this_identity_and_this_resource()
    {
        Vault.ThenSecret("the-key");
        using var endpoint = new StandInIdentityEndpoint();
        using var log = new SdkLog();

        AssertFound("the-key", "v1", await Reader(Vault, Identity(endpoint)).ReadAsync(Name, Cancellation));

        Assert.Equal($"Bearer {endpoint.Token}", Vault.Requests[^1].Authorization);
        var asked = WebUtility.UrlDecode(endpoint.Requests[^1].Url.Query);
        Assert.Contains($"client_id={_clientId}", asked, StringComparison.Ordinal);
        Assert.Contains("resource=https://vault.azure.net", asked, StringComparison.Ordinal);
        Assert.Contains(log.Events, text => text.Contains("ManagedIdentityCredential", StringComparison.Ordinal));
        Assert.DoesNotContain(log.Events, text => text.Contains(endpoint.Token, StringComparison.Ordinal));
    }

    [Fact]
    public async Task ReadAsync_second_secret_needs_no_second_token()
    {
        Vault.ThenSecret("one").ThenSecret("two");
        using var endpoint = new StandInIdentityEndpoint();
        var reader = Reader(Vault, Identity(endpoint));
        await reader.ReadAsync(Name, Cancellation);
        var asked = endpoint.Requests.Count;

        AssertFound("two", "v1", await reader.ReadAsync(Name, Cancellation));

        Assert.Equal(asked, endpoint.Requests.Count);
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest, """{"error":"invalid_request","error_description":"Identity not found: secret words"}""")]
    [InlineData(HttpStatusCode.OK, "<html>secret words</html>")]
    [InlineData(HttpStatusCode.OK, "{}")]
    public async Task ReadAsync_endpoint_without_a_token_is_unavailable(HttpStatusCode status, string body)
    {
        using var endpoint = new ScriptedHandler { Rest = _ => Task.FromResult(ScriptedHandler.Answer(status, body)) };

        AssertUnavailable(await Reader(Vault, Identity(endpoint)).ReadAsync(Name, Cancellation));
    }

    // The SDK would try again for half a minute and longer.
    [Theory]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(null)]
    public async Task ReadAsync_endpoint_that_is_away_is_unavailable_in_time_for_the_lease(HttpStatusCode? status)
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var endpoint = new ScriptedHandler
        {
            Rest = _ =>
            {
                asked.TrySetResult();
                return status is { } known
                    ? Task.FromResult(ScriptedHandler.Answer(known, "secret words"))
                    : Task.FromException<HttpResponseMessage>(new HttpRequestException("secret words"));
            },
        };
        var reading = Reader(Vault, Identity(endpoint)).ReadAsync(Name, Cancellation);
        await asked.Task.WaitAsync(Cancellation);

        Time.Advance(KeyVaultSecretReader.Timeout);

        AssertUnavailable(await reading);
    }

    private ManagedIdentityCredential Identity(ScriptedHandler endpoint)
    {
        var options = new ManagedIdentityCredentialOptions(ManagedIdentityId.FromUserAssignedClientId(_clientId))
        {
            Transport = new HttpClientTransport(endpoint),
        };
        options.Retry.MaxRetries = 0;
        return new ManagedIdentityCredential(options);
    }
}
