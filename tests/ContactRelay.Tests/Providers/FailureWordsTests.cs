using ContactRelay.Providers;
using Xunit;

namespace ContactRelay.Tests.Providers;

public sealed class FailureWordsTests
{
    [Theory]

    // docs.campaignlark.com/api-docs/introduction
    [InlineData("Please provide a valid API key in the Authorization header.", "Unknown")]
    [InlineData("The API key you provided is invalid or has been revoked.", "KeyRefused")]
    [InlineData("Your IP address is not authorized to use this API key.", "KeyRefused")]
    [InlineData("Invalid API-key", "KeyRefused")]
    [InlineData("Unauthorised", "KeyRefused")]
    [InlineData("Incorrect user name or password", "KeyRefused")]
    [InlineData("You may not edit this contact", "Unknown")]
    [InlineData("You are not authorized to edit this contact", "Unknown")]
    [InlineData("Access denied", "Unknown")]

    // docs.campaignlark.com/api-docs: the refusals of an update
    [InlineData("The status you provided is not valid.", "Refused")]
    [InlineData("We were unable to find a field with the merge_tag nick", "Refused")]
    [InlineData("We couldn't find a contact with that ID.", "Refused")]
    [InlineData("email is required", "Refused")]
    [InlineData("SQLSTATE[HY000]: database is locked", "Later")]
    [InlineData("MySQL server has gone away", "Later")]
    [InlineData("Too many requests", "Later")]
    [InlineData("Service temporarily unavailable", "Later")]
    [InlineData("The service is under maintenance, try again later", "Later")]
    [InlineData("The value of session timeout must be a number", "Refused")]
    [InlineData("", "Unknown")]
    [InlineData(null, "Unknown")]
    public void Read_words_of_providers_and_their_databases(string? words, string meaning) =>
        Assert.Equal(meaning, FailureWords.Read(words).ToString());
}
