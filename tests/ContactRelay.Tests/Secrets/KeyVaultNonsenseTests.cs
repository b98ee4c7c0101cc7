using System.Net;
using Xunit;

namespace ContactRelay.Tests.Secrets;

/// <summary>Answers that a vault does not give, but that something in between may: none may get out as an exception.</summary>
public sealed class KeyVaultNonsenseTests : KeyVaultTest
{
    [Theory]
    [InlineData("https://management.azure.com")]
    [InlineData("https://vault.azure.net.evil.example")]
    [InlineData("https://evilvault.azure.net")]
    [InlineData("not a uri")]
    public async Task ReadAsync_challenge_for_another_domain_gets_no_token(string resource)
    {
        using var vault = new StandInVault
        {
            Challenge = $"Bearer authorization=\"https://login.microsoftonline.com/{StandInVault.TenantId}\", resource=\"{resource}\"",
        };
        var reader = Reader(vault, Credential);

        AssertUnavailable(await reader.ReadAsync(Name, Cancellation));

        Assert.Empty(Credential.Asked);
        Assert.All(vault.Requests, request => Assert.Null(request.Authorization));
    }

    [Theory]
    [InlineData("Bearer authorization=\"nonsense\", resource=\"https://vault.azure.net\"")]
    [InlineData("Bearer resource=\"https://vault.azure.net\"")]
    [InlineData("Bearer")]
    [InlineData("Basic realm=\"vault\"")]
    public async Task ReadAsync_challenge_that_says_nothing_is_unavailable(string challenge)
    {
        using var vault = new StandInVault { Challenge = challenge };
        var reader = Reader(vault, Credential);

        AssertUnavailable(await reader.ReadAsync(Name, Cancellation));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("<html>secret words</html>")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"secret words\"")]
    [InlineData("""{"value":5}""")]
    [InlineData("""{"value":"secret words","id":7}""")]
    [InlineData("""{"value":"secret words","id":"secret words"}""")]
    [InlineData("""{"value":"secret words","id":"https://vault.example/"}""")]
    [InlineData("""{"value":"secret words","attributes":[]}""")]
    [InlineData("""{"value":"secret words","attributes":{"enabled":"yes"}}""")]
    [InlineData("""{"value":"secret words","attributes":{"exp":99999999999999999}}""")]
    public async Task ReadAsync_answer_that_is_no_secret_is_unavailable(string body)
    {
        Vault.Then(HttpStatusCode.OK, body);

        AssertUnavailable(await Reader().ReadAsync(Name, Cancellation));
    }

    [Fact]
    public async Task ReadAsync_answer_without_a_body_is_unavailable()
    {
        Vault.Then(_ => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)));

        AssertUnavailable(await Reader().ReadAsync(Name, Cancellation));
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.Forbidden)]
    public async Task ReadAsync_refusal_with_a_body_that_is_not_json_is_missing(HttpStatusCode status)
    {
        Vault.Then(status, "<html>secret words</html>");

        AssertMissing(await Reader().ReadAsync(Name, Cancellation));
    }
}
