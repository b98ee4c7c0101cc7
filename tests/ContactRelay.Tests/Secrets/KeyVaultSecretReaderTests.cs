using Azure;
using Azure.Identity;
using Azure.Security.KeyVault.Secrets;
using ContactRelay.Secrets;
using Moq;
using Xunit;

namespace ContactRelay.Tests.Secrets;

public sealed class KeyVaultSecretReaderTests
{
    private readonly Mock<SecretClient> _client = new();

    [Theory]
    [InlineData("a£b", "a£b")]
    [InlineData("key\n", "key")]
    [InlineData(" key\r\n", "key")]
    public async Task ReadAsync_secret_is_found_without_white_space_around_it(string stored, string value)
    {
        var secret = SecretModelFactory.KeyVaultSecret(SecretModelFactory.SecretProperties(name: "acme-kulea", version: "v7"), stored);
        Setup().ReturnsAsync(Response.FromValue(secret, Mock.Of<Response>()));

        var reading = await ReadAsync();

        Assert.Equal(value, reading.Value);
        Assert.Equal("v7", reading.Version);
        Assert.Null(reading.Problem);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n")]
    [InlineData("a\nb")]
    public async Task ReadAsync_value_of_no_use_is_missing(string stored)
    {
        var secret = SecretModelFactory.KeyVaultSecret(SecretModelFactory.SecretProperties(name: "acme-kulea", version: "v7"), stored);
        Setup().ReturnsAsync(Response.FromValue(secret, Mock.Of<Response>()));

        AssertNone(await ReadAsync(), isPassing: false);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(403)]
    public async Task ReadAsync_not_there_or_not_allowed_is_missing(int status)
    {
        Setup().ThrowsAsync(new RequestFailedException(status, "secret words"));

        AssertNone(await ReadAsync(), isPassing: false);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(401)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task ReadAsync_vault_away_is_passing(int status)
    {
        Setup().ThrowsAsync(new RequestFailedException(status, "secret words"));

        AssertNone(await ReadAsync(), isPassing: true);
    }

    [Theory]
    [MemberData(nameof(NoToken))]
    public async Task ReadAsync_no_token_is_passing(AuthenticationFailedException exception)
    {
        Setup().ThrowsAsync(exception);

        AssertNone(await ReadAsync(), isPassing: true);
    }

    // What Azure.Core throws when all of its retries have failed without an answer: several failures in one, or a
    // time-out of its own.
    [Theory]
    [MemberData(nameof(NoAnswer))]
    public async Task ReadAsync_no_answer_from_the_vault_is_passing(Exception exception)
    {
        Setup().ThrowsAsync(exception);

        AssertNone(await ReadAsync(), isPassing: true);
    }

    public static TheoryData<AuthenticationFailedException> NoToken() =>
        [new AuthenticationFailedException("secret words"), new CredentialUnavailableException("secret words")];

    public static TheoryData<Exception> NoAnswer() =>
    [
        new AggregateException(new RequestFailedException("secret words"), new RequestFailedException("secret words")),
        new TaskCanceledException("secret words"),
    ];

    private Moq.Language.Flow.ISetup<SecretClient, Task<Response<KeyVaultSecret>>> Setup() =>
        _client.Setup(client => client.GetSecretAsync("acme-kulea", null, null, It.IsAny<CancellationToken>()));

    private Task<SecretReading> ReadAsync() =>
        new KeyVaultSecretReader(_client.Object).ReadAsync("acme-kulea", TestContext.Current.CancellationToken);

    private static void AssertNone(SecretReading reading, bool isPassing)
    {
        Assert.Null(reading.Value);
        Assert.Null(reading.Version);
        Assert.Equal(isPassing, reading.IsPassing);
        Assert.NotEmpty(reading.Problem!);
        Assert.DoesNotContain("secret words", reading.Problem, StringComparison.Ordinal);
    }
}
