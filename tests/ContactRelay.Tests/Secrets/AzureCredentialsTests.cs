using Azure.Identity;
using Xunit;

namespace ContactRelay.Tests.Secrets;

public sealed class AzureCredentialsTests
{
    [Fact]
    public void Create_client_id_is_the_apps_own_identity_and_nothing_else() =>
        Assert.IsType<ManagedIdentityCredential>(AzureCredentials.Create("f2f0a1b8-0c4b-4e0e-9d8f-0c7a6f5b4d3e"));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Create_no_client_id_is_whoever_is_logged_in(string? clientId) =>
        Assert.IsType<DefaultAzureCredential>(AzureCredentials.Create(clientId));
}
