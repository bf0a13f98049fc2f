"""Parquet of articles in, the same rows with columns of sentences, terms, ... out, on Spark.

spark-submit spark_job.py ARTICLES OUT [--column text] [--columns sentences,terms] [--drop text] [--overwrite]
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from typing import Any

from pyspark.sql import SparkSession

import copydesk as cd
import copydesk.spark


def annotated(articles: Any, options: argparse.Namespace) -> Any:
    analyzer = cd.Analyzer(language=options.language)
    return copydesk.spark.annotate(articles, options.column, analyzer, options.columns.split(","))


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(description="Annotate Parquet of articles on Spark.")
    made.add_argument("articles", help="a folder of Parquet files, wherever Spark reads")
    made.add_argument("out", help="a folder that is not there yet, unless --overwrite")
    made.add_argument("--column", default="text", help="the column of texts (text)")
    made.add_argument("--columns", default="sentences,terms", help="what to append (sentences,terms)")
    made.add_argument("--drop", default="", metavar="NAMES", help="columns of the articles that OUT need not hold")
    made.add_argument("--overwrite", action="store_true", help="remove what is in OUT before")
    made.add_argument("--language", default="english", help="of the articles (english)")
    return made


def write(spark: SparkSession, options: argparse.Namespace, work: Callable[[Any, argparse.Namespace], Any] = annotated) -> None:
    found = work(spark.read.parquet(options.articles), options)
    mode = "overwrite" if options.overwrite else "errorifexists"
    found.drop(*options.drop.split(",")).write.mode(mode).parquet(options.out)


def main(argv: Sequence[str] | None = None) -> None:
    options = parser().parse_args(argv)
    spark = SparkSession.builder.appName("copydesk").getOrCreate()
    write(spark, options)
    spark.stop()


if __name__ == "__main__":
    main()
