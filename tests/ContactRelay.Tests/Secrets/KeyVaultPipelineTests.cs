using System.Net;
using Xunit;

namespace ContactRelay.Tests.Secrets;

public sealed class KeyVaultPipelineTests : KeyVaultTest
{
    [Fact]
    public async Task ReadAsync_first_request_is_challenged_and_repeated_with_a_token()
    {
        Vault.ThenSecret("the-key", "0123456789abcdef");

        AssertFound("the-key", "0123456789abcdef", await Reader().ReadAsync(Name, Cancellation));

        Assert.Collection(
            Vault.Requests,
            first => Assert.Null(first.Authorization),
            second => Assert.Equal($"Bearer {Credential.Token}", second.Authorization));
        Assert.All(Vault.Requests, request =>
        {
            Assert.Equal(HttpMethod.Get, request.Method);
            Assert.Equal(new Uri(Vault.Url, "secrets/acme-kulea").AbsolutePath, request.Url.AbsolutePath.TrimEnd('/'));
        });
    }

    [Fact]
    public async Task ReadAsync_token_is_asked_for_as_the_challenge_says()
    {
        Vault.ThenSecret("the-key");

        await Reader().ReadAsync(Name, Cancellation);

        var asked = Assert.Single(Credential.Asked);
        Assert.Equal(["https://vault.azure.net/.default"], asked.Scopes);
        Assert.Equal(StandInVault.TenantId, asked.TenantId);
    }

    [Fact]
    public async Task ReadAsync_second_reading_needs_neither_challenge_nor_a_new_token()
    {
        Vault.ThenSecret("one", "v1").ThenSecret("two", "v2");
        var reader = Reader();

        await reader.ReadAsync(Name, Cancellation);
        AssertFound("two", "v2", await reader.ReadAsync(Name, Cancellation));

        Assert.Equal(3, Vault.Requests.Count);
        Assert.Single(Credential.Asked);
    }

    [Theory]
    [InlineData("key\n", "key")]
    [InlineData(" key\r\n", "key")]
    [InlineData("a£b€", "a£b€")]
    [InlineData("a\"b\\c/d", "a\"b\\c/d")]
    public async Task ReadAsync_value_is_read_without_white_space_around_it(string stored, string value)
    {
        Vault.ThenSecret(stored);

        AssertFound(value, "v1", await Reader().ReadAsync(Name, Cancellation));
    }

    // 25 KB is the most that a key vault takes.
    [Theory]
    [InlineData(25 * 1024)]
    [InlineData(1024 * 1024)]
    public async Task ReadAsync_long_value_is_read_whole(int length)
    {
        var value = new string('k', length);
        Vault.ThenSecret(value);

        AssertFound(value, "v1", await Reader().ReadAsync(Name, Cancellation));
    }

    // A key vault hands out an expired secret all the same: whether its value still works is the provider's to say.
    [Fact]
    public async Task ReadAsync_expired_secret_is_found()
    {
        Vault.ThenSecret("the-key", expires: 1600000000);

        AssertFound("the-key", "v1", await Reader().ReadAsync(Name, Cancellation));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n")]
    [InlineData("a\nb")]
    [InlineData("a\0b")]
    public async Task ReadAsync_value_of_no_use_is_missing(string stored)
    {
        Vault.ThenSecret(stored);

        AssertMissing(await Reader().ReadAsync(Name, Cancellation));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"value":null}""")]
    public async Task ReadAsync_answer_without_a_value_is_missing(string body)
    {
        Vault.Then(HttpStatusCode.OK, body);

        AssertMissing(await Reader().ReadAsync(Name, Cancellation));
    }

    [Fact]
    public async Task ToString_of_a_secret_read_shows_no_value()
    {
        Vault.ThenSecret("the-key");

        var reading = await Reader().ReadAsync(Name, Cancellation);

        Assert.Equal("found", $"{reading}");
    }
}
